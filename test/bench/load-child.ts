import { connect, type Socket } from "node:net";

/** What to send: each element is one whole HTTP request. */
export type LoadOrder = {
  port: number;
  connections: number;
  /** Ends after so long, or when the requests have run out. */
  seconds: number;
  requests: Uint8Array[];
  /** true begins again with the first request; without it each is sent once. */
  again: boolean;
  /** Over how long the connections begin, one after the other, so that a slow rail does not keep them in step. */
  spreadMs?: number;
};

export type LoadAnswer = {
  answered: number;
  tookMs: number;
  statuses: Record<string, number>;
  /** Of one request, in milliseconds. */
  p50: number;
  p99: number;
};

const BLANK = "\r\n\r\n";
const LENGTH = /\r\ncontent-length: (\d+)/i;

/**
 * Sends requests over a fixed number of connections, one at a time on each, and reads no more of an answer than its
 * status and its length: on a small machine every cycle that the load takes is missing where it is measured.
 */
function load(order: LoadOrder): Promise<LoadAnswer> {
  const statuses: Record<string, number> = {};
  const latencies: number[] = [];
  const startedAt = performance.now();
  const endsAt = startedAt + order.seconds * 1_000;
  let next = 0;
  let open = order.connections;
  return new Promise((resolve, reject) => {
    function finish(socket: Socket): void {
      socket.destroy();
      open -= 1;
      if (open > 0) return;
      latencies.sort((one, other) => one - other);
      const at = (part: number) => latencies[Math.floor((latencies.length - 1) * part)] ?? Number.NaN;
      const tookMs = performance.now() - startedAt;
      resolve({ answered: latencies.length, tookMs, statuses, p50: at(0.5), p99: at(0.99) });
    }
    for (let i = 0; i < order.connections; i++) {
      const socket = connect({ host: "127.0.0.1", port: order.port, noDelay: true });
      socket.once("error", reject);
      let sentAt = 0;
      const send = () => {
        const request = order.requests[order.again ? next % order.requests.length : next];
        const now = performance.now();
        if (request === undefined || now >= endsAt) return finish(socket);
        next += 1;
        sentAt = now;
        socket.write(request);
      };
      const read = answerReader((status) => {
        latencies.push(performance.now() - sentAt);
        statuses[status] = (statuses[status] ?? 0) + 1;
        send();
      }, reject);
      socket.on("data", read);
      socket.once("connect", () => setTimeout(send, ((order.spreadMs ?? 0) * i) / order.connections));
    }
  });
}

/** Counts an answer's bytes; calls back with its status when all of them have come. */
function answerReader(done: (status: string) => void, fail: (error: Error) => void): (chunk: Buffer) => void {
  let head = "";
  let missing = 0;
  let status = "";
  return (chunk) => {
    if (missing > 0) missing -= chunk.length;
    else {
      const end = chunk.indexOf(BLANK);
      head += chunk.toString("latin1", 0, end < 0 ? chunk.length : end);
      if (end < 0) return;
      const length = LENGTH.exec(head)?.[1];
      if (length === undefined) return fail(new Error(`an answer without content-length: ${head.slice(0, 500)}`));
      status = head.slice(9, 12);
      head = "";
      missing = Number(length) - (chunk.length - end - BLANK.length);
    }
    if (missing === 0) done(status);
    else if (missing < 0) fail(new Error("more bytes came than were announced"));
  };
}

process.on("message", (order: LoadOrder) => {
  load(order).then(
    (answer) => process.send?.({ answer }),
    (error: Error) => process.send?.({ error: error.message }),
  );
});
process.once("disconnect", () => process.exit());
