import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { unstable_readConfig } from "wrangler";

const run = promisify(execFile);
const config = (env?: string) => unstable_readConfig({ config: "wrangler.toml", ...(env ? { env } : {}) });

test("production has the bindings, queues and schedules of the local stack", () => {
  const { r2_buckets, durable_objects, queues, triggers, migrations, vars } = config();
  const production = config("production");
  expect(production).toMatchObject({ r2_buckets, durable_objects, queues, triggers, migrations });
  expect(Object.keys(production.vars)).toEqual(Object.keys(vars));
  expect(production.vars["ENVIRONMENT"]).toBe("production");
});

test("production deploys, as far as it can be tried without an account, and its bundle is at most 2.5 MB compressed", async () => {
  const folder = await mkdtemp(join(tmpdir(), "asante-deploy-"));
  try {
    await run("node_modules/.bin/wrangler", ["deploy", "--env=production", "--dry-run", `--outdir=${folder}`]);
    const bundle = await readFile(join(folder, "index.js"));
    expect(gzipSync(bundle).byteLength).toBeLessThanOrEqual(2.5 * 1024 * 1024);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
