import { copyFile, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { root } from "./root.ts";
import { workerCrons, workerOptions } from "./worker-options.ts";

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "asante-options-"));
  for (const made of ["build/client", "build/worker", "workers"]) await mkdir(join(folder, made), { recursive: true });
  await copyFile(join(root, "wrangler.toml"), join(folder, "wrangler.toml"));
  for (const file of ["workers/index.ts", "build/worker/index.js", "build/worker/first.js"]) {
    await writeFile(join(folder, file), "export default {};");
  }
  await writeFile(join(folder, "build/worker/index.js.map"), "{}");
  await writeFile(join(folder, ".env"), "PAYSTACK_SECRET_KEY=sk_live_of_a_developer\n");
});
afterAll(() => rm(folder, { recursive: true }));

test("the local Worker has the storage, the queues and the assets of wrangler.toml", async () => {
  const options = await workerOptions({}, folder);
  expect(options).toMatchObject({
    compatibilityFlags: ["nodejs_compat"],
    r2Buckets: { FILES: { id: "asante-files" } },
    durableObjects: { COUNTERS: { className: "Counter", useSQLite: true } },
    queueProducers: { RAIL_EVENTS: { queueName: "asante-rail-events" } },
    queueConsumers: {
      "asante-rail-events": { maxBatchSize: 100, maxRetries: 5, deadLetterQueue: "asante-rail-events-dead" },
      "asante-rail-events-dead": { maxBatchSize: 10 },
    },
    assets: { directory: join(folder, "build/client"), routerConfig: { has_user_worker: true } },
  });
  expect(await workerCrons(folder)).toContain("* * * * *");
});

test("variables that are given win over wrangler.toml, and a developer's .env never arrives", async () => {
  const { bindings } = await workerOptions({ APP_URL: "http://127.0.0.1:1" }, folder);
  expect(bindings).toMatchObject({ APP_URL: "http://127.0.0.1:1", ENVIRONMENT: "development" });
  expect(bindings).not.toHaveProperty("PAYSTACK_SECRET_KEY");
});

test("the entry of the bundle comes first of its modules, and its source map is none", async () => {
  const { modules } = (await workerOptions({}, folder)) as { modules: { path: string }[] };
  expect(modules.map(({ path }) => path)).toEqual(
    ["index.js", "first.js"].map((name) => join(folder, "build/worker", name)),
  );
});
