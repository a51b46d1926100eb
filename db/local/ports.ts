import { createServer } from "node:net";

/** The preferred port when 127.0.0.1 can bind it, else a free one; 0 asks for any free port. */
export async function freePort(preferred = 0): Promise<number> {
  return (await bound(preferred)) ?? (await bound(0)) ?? Promise.reject(new Error("no free port on 127.0.0.1"));
}

function bound(port: number): Promise<number | undefined> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(undefined));
    server.listen({ port, host: "127.0.0.1", exclusive: true }, () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" ? address?.port : undefined));
    });
  });
}
