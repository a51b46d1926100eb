/** Listens for the end before anything else is even read, so that there is no moment at which a signal is missed. */
const stopping = new AbortController();
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => stopping.abort());

// A killed npm takes its shell along but not us.
const parent = process.ppid;
setInterval(() => process.env["npm_lifecycle_event"] && process.ppid !== parent && stopping.abort(), 500).unref();

const { serveUntil } = await import("./serve.ts");
process.exit(await serveUntil(stopping.signal, { watching: process.argv.includes("--watch") }));

export {};
