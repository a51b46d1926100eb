/** Wakes the handlers that no request reaches: workerd has no queues and no clock of its own. */
export const DRIVER = `export default {
  async fetch(request, env) {
    const { queue, messages, cron, scheduledTime } = await request.json();
    if (cron) return Response.json(await env.APP.scheduled({ cron, scheduledTime: new Date(scheduledTime) }));
    const dated = messages.map((message) => ({ ...message, timestamp: new Date() }));
    return Response.json(await env.APP.queue(queue, dated));
  },
};`;

/** Takes whatever a queue is sent, and forgets it: its consumer is woken by the driver. */
export const QUEUE = `export default {
  async fetch(request) {
    await request.arrayBuffer();
    return Response.json({ metadata: { metrics: { backlogCount: 0, backlogBytes: 0, oldestMessageTimestamp: 0 } } });
  },
};`;

/** A shared cache that keeps nothing, in the words that workerd's Cache API expects. */
export const CACHE = `export default {
  async fetch(request) {
    if (request.method === "GET") return new Response(null, { status: 504, headers: { "cf-cache-status": "MISS" } });
    await request.arrayBuffer();
    return new Response(null, { status: 204 });
  },
};`;

/** Object storage that is down. What is measured here never touches it, and would fail if it did. */
export const FILES = `export default { fetch: () => new Response(null, { status: 500 }) };`;

/** The bare Worker: answers every request with the same bytes and reads nothing. */
export function bareScript(body: Uint8Array, headers: Readonly<Record<string, string>>): string {
  return `const body = Uint8Array.from(atob("${Buffer.from(body).toString("base64")}"), (letter) => letter.charCodeAt(0));
const headers = ${asciiJson(headers)};
export default { fetch: () => new Response(body, { headers }) };`;
}

/** A Worker that only asks the rail to open a checkout, with a reference of its own each time, and waits for the answer. */
export function railScript(railUrl: string, secretKey: string, order: Record<string, unknown>): string {
  return `const order = ${asciiJson(order)};
const headers = { authorization: "Bearer ${secretKey}", accept: "application/json", "content-type": "application/json" };
export default {
  async fetch() {
    const reference = "bench-" + crypto.randomUUID();
    const body = JSON.stringify({ ...order, reference });
    const answer = await fetch("${railUrl}/transaction/initialize", { method: "POST", headers, body });
    const { status } = await answer.json();
    return new Response(null, { status: status ? 201 : 502 });
  },
};`;
}

/** workerd's configuration and its scripts are plain ASCII. */
function asciiJson(value: unknown): string {
  return JSON.stringify(value).replace(
    /[^\x20-\x7e]/g,
    (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}
