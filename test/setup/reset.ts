import { rm } from "node:fs/promises";
import { join } from "node:path";
import { terminatePostgres } from "#db/local/postgres.ts";
import { lockHolder, takeLock } from "./lock.ts";
import { root } from "./root.ts";

const lock = await takeLock("stack");
if (lock === undefined) {
  console.error(`Asante is running (${await lockHolder("stack")}). Stop it first, then reset.`);
  process.exit(1);
}
const dataDir = join(root, ".data");
await terminatePostgres(join(dataDir, "postgres"));
await rm(dataDir, { recursive: true, force: true });
await lock.release();
console.log("Everything local is forgotten. The next `npm start` begins afresh.");
