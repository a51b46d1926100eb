import { createServer } from "node:net";
import { expect, test } from "vitest";
import { freePort } from "#db/local/ports.ts";

test("the preferred port is given while nobody has it, and another one when somebody does", async () => {
  const preferred = await freePort();
  expect(await freePort(preferred)).toBe(preferred);

  const holder = createServer();
  await new Promise<void>((done) => holder.listen(preferred, "127.0.0.1", done));
  const other = await freePort(preferred);
  await new Promise((done) => holder.close(done));
  expect(other).not.toBe(preferred);
  expect(other).toBeGreaterThan(0);
});
