import { execFile } from "node:child_process";
import { cp, mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";

const run = promisify(execFile);

test("the schema says nothing that a migration has not done", async () => {
  const folder = await mkdtemp(join(tmpdir(), "asante-drift-"));
  try {
    await cp("db/migrations", folder, { recursive: true });
    const before = await readdir(folder);
    const out = relative(process.cwd(), folder);
    await run("node_modules/.bin/drizzle-kit", [
      ...["generate", "--dialect=postgresql", "--schema=./db/schema/index.ts"],
      ...[`--out=${out}`, "--name=drift"],
    ]);
    expect(await readdir(folder)).toEqual(before);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
