import { fork } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, expect, test } from "vitest";
import { awaitLock, lockHolder, takeLock } from "./lock.ts";
import { root } from "./root.ts";

const SOURCE = fileURLToPath(new URL("./lock.ts", import.meta.url));
let folder = "";
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "asante-lock-"));
});
afterEach(() => rm(folder, { recursive: true }));

test("a lock has one holder, who says who it is", async () => {
  const lock = await takeLock("stack", folder);
  lock?.describe("process 1, http://127.0.0.1:8787");
  expect(await takeLock("stack", folder)).toBeUndefined();
  expect(await lockHolder("stack", folder)).toBe("process 1, http://127.0.0.1:8787");
  await lock?.release();
  expect(await lockHolder("stack", folder)).toBeUndefined();
});

test("of many who wait for a lock each has it alone", async () => {
  let holders = 0;
  let most = 0;
  const turn = async () => {
    const lock = await awaitLock("build", folder);
    holders += 1;
    most = Math.max(most, holders);
    await new Promise((tick) => setImmediate(tick));
    holders -= 1;
    await lock.release();
  };
  await Promise.all([turn(), turn(), turn(), turn(), turn()]);
  expect(most).toBe(1);
});

test("a holder that is killed leaves the lock free", async () => {
  const script = join(folder, "holder.mts");
  const hold = `await (await import(${JSON.stringify(SOURCE)})).takeLock("stack", ${JSON.stringify(folder)});`;
  await writeFile(script, `${hold} process.send("held"); setInterval(() => {}, 1000);`);
  const holder = fork(script, { cwd: root, execArgv: ["--import", "tsx"] });
  await once(holder, "message");
  expect(await takeLock("stack", folder)).toBeUndefined();
  holder.kill("SIGKILL");
  await once(holder, "exit");
  const lock = await takeLock("stack", folder);
  expect(lock).toBeDefined();
  await lock?.release();
});
