import { rm } from "node:fs/promises";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { startBridge } from "#db/local/bridge.ts";
import { startPostgres } from "#db/local/postgres.ts";
import { prepareDatabase } from "./application-database.ts";
import { createClosing } from "./closing.ts";
import { makeTemporaryFolder } from "./temporary-folder.ts";

/** What the tests of all projects share: one PostgreSQL with a migrated template, and a bridge to it. */
export type SharedPostgres = {
  superuserUrl: string;
  bridgeUrl: string;
  template: string;
};

declare module "vitest" {
  interface ProvidedContext {
    postgres: SharedPostgres;
  }
}

type Running = {
  users: number;
  started: Promise<SharedPostgres>;
  stop(): Promise<void>;
};

/** Each project loads its own copy of this file; the process is what they have in common. */
const place = globalThis as { asanteTestPostgres?: Running };

export async function setup(project: TestProject): Promise<void> {
  place.asanteTestPostgres ??= start();
  place.asanteTestPostgres.users += 1;
  project.provide("postgres", await place.asanteTestPostgres.started);
}

export async function teardown(): Promise<void> {
  const running = place.asanteTestPostgres;
  if (running === undefined) return;
  running.users -= 1;
  if (running.users > 0) return;
  delete place.asanteTestPostgres;
  await running.stop();
}

function start(): Running {
  const closing = createClosing();
  async function launch(): Promise<SharedPostgres> {
    const folder = await makeTemporaryFolder();
    closing.add(() => rm(folder, { recursive: true, force: true }));
    const postgres = await startPostgres({
      dataDir: join(folder, "postgres"),
      port: 0,
      persistent: false,
      durable: false,
    });
    closing.add(postgres.stop);
    const { name } = await prepareDatabase(postgres.superuserUrl, "template_migrated");
    const bridge = await startBridge({
      port: 0,
      upstreamHost: "127.0.0.1",
      upstreamPort: postgres.port,
    });
    closing.add(bridge.close);
    return {
      superuserUrl: postgres.superuserUrl,
      bridgeUrl: bridge.url,
      template: name,
    };
  }
  const started = launch();
  const stop = () => closing.close();
  started.catch(stop);
  return { users: 0, started, stop };
}
