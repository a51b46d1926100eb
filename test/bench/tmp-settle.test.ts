import pg from "pg";
import { test } from "vitest";
import { seedDemo } from "#db/seed/index.ts";
import { openTestDatabase } from "#test/setup/database.ts";
import { qrSigningKey } from "#test/setup/demo.ts";
import { settlement } from "./tmp-settlement.ts";
test("x", { timeout: 400_000 }, async () => {
  const database = await openTestDatabase();
  await seedDemo(database.ownerUrl, [qrSigningKey]);
  const sql = new pg.Client({ connectionString: database.ownerUrl });
  await sql.connect();
  console.log(JSON.stringify(await settlement({ sql } as never)));
  await sql.end();
});
