import { createServer } from "node:http";
import type { Socket } from "node:net";
import { createFaults, type Faults } from "./faults.ts";
import { createFront, type Front } from "./front.ts";
import { type HttpRequest, type Reply, serveSql } from "./http.ts";
import { createPools } from "./pool.ts";
import { errorAnswer, type RunningSql, runSql } from "./sql-over-http.ts";
import { createTunnels } from "./tunnel.ts";

export type BridgeOptions = {
  /** 0 takes a free one. */
  port: number;
  host?: string;
  upstreamHost: string;
  upstreamPort: number;
  /** Added once to each request, as a network round trip would. */
  latencyMs?: number;
};

export type Bridge = {
  /** For `neonConfig.fetchEndpoint`. */
  url: string;
  /** For `neonConfig.wsProxy`. */
  wsProxy: string;
  port: number;
  setLatency(latencyMs: number): void;
  /** Closes the connections to a database (or to all) as they come free, so that it can be dropped or copied. */
  drain(database?: string): Promise<void>;
  /** The database stands still: requests and tunnels get no answer; with `after` they are executed all the same. */
  freeze(options?: { after?: boolean }): void;
  /** So does the proxy: connections are accepted, and not a byte comes back, not even a WebSocket's greeting. */
  blackhole(): void;
  /** Nobody listens: connections are cut, and new ones refused. */
  refuse(): Promise<void>;
  /** How many requests and connections a fault has left without an answer so far. */
  unanswered(): number;
  /** All is well again; whatever was left without an answer is cut off. */
  recover(): Promise<void>;
  close(): Promise<void>;
};

/** Speaks Neon's protocol (`POST /sql` and WebSockets) in front of a PostgreSQL, with faults on demand. */
export async function startBridge(options: BridgeOptions): Promise<Bridge> {
  const host = options.host ?? "127.0.0.1";
  const upstream = { host: options.upstreamHost, port: options.upstreamPort };
  const faults = createFaults(options.latencyMs ?? 0);
  const pools = createPools(upstream);
  const tunnels = createTunnels(upstream, faults);
  // A connection handed over does not come back, so it ends with its first answer.
  const others = createServer((_, response) => response.writeHead(404, { connection: "close" }).end());
  const front = createFront(host, (socket) => serveSql(socket, { onSql, onOther }));
  function onOther(socket: Socket): void {
    if (faults.mode === "blackhole") front.starve(socket);
    else others.emit("connection", socket);
  }
  const onSql = sqlHandler(faults, front, (request) =>
    runSql(pools.get(request.header("neon-connection-string") ?? ""), request),
  );
  others.on("upgrade", tunnels.open);
  const port = await front.listen(options.port);

  return {
    url: `http://${host}:${port}/sql`,
    wsProxy: `${host}:${port}/v1`,
    port,
    setLatency(latencyMs) {
      faults.latencyMs = latencyMs;
    },
    drain: pools.drain,
    freeze({ after = false } = {}) {
      faults.mode = after ? "freeze-after" : "freeze";
    },
    blackhole() {
      faults.mode = "blackhole";
    },
    refuse() {
      faults.mode = "refuse";
      return front.silence();
    },
    unanswered: () => front.starvedCount() + tunnels.mutedCount(),
    async recover() {
      if (faults.mode === "refuse") await front.listen(port);
      faults.mode = "none";
      front.dropStarved();
      tunnels.dropMuted();
    },
    async close() {
      await front.silence();
      await pools.close();
    },
  };
}

/** Answers one request, late or never when the faults say so. */
function sqlHandler(faults: Faults, front: Front, run: (request: HttpRequest) => RunningSql) {
  return (request: HttpRequest, reply: Reply, socket: Socket): (() => void) => {
    let running: RunningSql | undefined;
    let isGone = false;
    function execute(): void {
      if (isGone) return;
      if (!faults.mayExecute()) {
        front.starve(socket);
        return;
      }
      running = attempt(run, request);
      void running.answer.then(({ status, body }) => {
        if (faults.mayAnswer()) reply(status, body);
        else front.starve(socket);
      });
    }
    faults.afterLatency(execute);
    return () => {
      isGone = true;
      running?.abandon();
    };
  };
}

/** A body or connection string that cannot be read is the caller's mistake, and no reason to stop. */
function attempt(run: (request: HttpRequest) => RunningSql, request: HttpRequest): RunningSql {
  try {
    return run(request);
  } catch (error) {
    const { message } = error as Error;
    const answer = errorAnswer(Object.assign(new Error(message), { severity: "ERROR" }));
    return { answer: Promise.resolve(answer), abandon: () => {} };
  }
}
