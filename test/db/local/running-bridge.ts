import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { neon, neonConfig } from "@neondatabase/serverless";
import pg from "pg";
import { WebSocket } from "ws";
import { type Bridge, type BridgeOptions, startBridge } from "#db/local/bridge.ts";
import { type Postgres, startPostgres } from "#db/local/postgres.ts";

export type RunningBridge = {
  postgres: Postgres;
  bridge: Bridge;
  /** Neon's HTTP client as the superuser. */
  sql: ReturnType<typeof neon<false, false>>;
  /** A connection that does not go through the bridge. */
  direct(): Promise<pg.Client>;
  stop(): Promise<void>;
};

/** A cluster of its own with a bridge before it, and Neon's client pointed at that bridge. */
export async function runBridge(options: Partial<BridgeOptions> = {}): Promise<RunningBridge> {
  const folder = await mkdtemp(join(tmpdir(), "asante-bridge-"));
  const dataDir = join(folder, "postgres");
  const postgres = await startPostgres({
    dataDir,
    port: 0,
    persistent: false,
    durable: false,
  });
  const bridge = await startBridge({
    port: 0,
    upstreamHost: "127.0.0.1",
    upstreamPort: postgres.port,
    ...options,
  });
  Object.assign(neonConfig, {
    fetchEndpoint: bridge.url,
    wsProxy: bridge.wsProxy,
    webSocketConstructor: WebSocket,
    useSecureWebSocket: false,
    pipelineTLS: false,
    pipelineConnect: false,
  });
  const clients: pg.Client[] = [];
  return {
    postgres,
    bridge,
    sql: neon(postgres.superuserUrl),
    async direct() {
      const client = new pg.Client({ connectionString: postgres.superuserUrl });
      clients.push(client);
      await client.connect();
      return client;
    },
    async stop() {
      await Promise.all(clients.map((client) => client.end()));
      await bridge.close();
      await postgres.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
