import { readFile } from "node:fs/promises";
import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";

test("the Worker's bundle is at most 1 MB compressed", async () => {
  const bundle = await readFile("build/worker/index.js");
  expect(gzipSync(bundle).byteLength).toBeLessThanOrEqual(1024 * 1024);
});
