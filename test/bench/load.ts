import { fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { LoadAnswer, LoadOrder } from "./load-child.ts";

export type Loader = {
  send(url: string, order: Omit<LoadOrder, "port">): Promise<LoadAnswer & { perSecond: number }>;
  stop(): void;
};

/** The load comes from a process of its own; both sides of a comparison get it from the same one. */
export function startLoader(): Loader {
  const child = fork(fileURLToPath(new URL("./load-child.ts", import.meta.url)), { serialization: "advanced" });
  return {
    send(url, order) {
      return new Promise((resolve, reject) => {
        child.once("message", (message: { answer?: LoadAnswer; error?: string }) => {
          if (message.answer) {
            const { answered, tookMs } = message.answer;
            resolve({ ...message.answer, perSecond: (answered / tookMs) * 1_000 });
          } else reject(new Error(message.error));
        });
        child.send({ ...order, port: Number(new URL(url).port) } satisfies LoadOrder);
      });
    },
    stop: () => child.disconnect(),
  };
}

/** One whole request, as it goes over the wire. */
export function httpRequest(line: string, headers: Record<string, string>, body = ""): Uint8Array {
  const length = body === "" ? {} : { "content-length": String(Buffer.byteLength(body)) };
  const fields = Object.entries({ host: "127.0.0.1", ...headers, ...length });
  return new TextEncoder().encode(
    `${line} HTTP/1.1\r\n${fields.map(([name, value]) => `${name}: ${value}\r\n`).join("")}\r\n${body}`,
  );
}

/** Throws unless every answer had this status. */
export function expectStatus({ statuses }: LoadAnswer, status: number): void {
  const others = Object.keys(statuses).filter((seen) => Number(seen) !== status);
  if (others.length > 0) throw new Error(`answers other than ${status}: ${JSON.stringify(statuses)}`);
}
