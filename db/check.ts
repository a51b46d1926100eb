import { readdir, readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import pg from "pg";

const CHECKS = fileURLToPath(new URL("./checks/", import.meta.url));

/** A check that returned rows: each row is something wrong with the books. */
export interface Finding {
  check: string;
  rows: Record<string, unknown>[];
}

/** Runs every query in db/checks; each must return no rows. */
export async function checkBooks(url: string): Promise<Finding[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const findings: Finding[] = [];
    const files = (await readdir(CHECKS)).filter((name) => name.endsWith(".sql")).sort();
    for (const file of files) {
      const { rows } = await client.query(await readFile(CHECKS + file, "utf8"));
      if (rows.length > 0) findings.push({ check: file.replace(/\.sql$/, ""), rows });
    }
    return findings;
  } finally {
    await client.end();
  }
}

/** The database named by DATABASE_URL, else the one of the local stack that is running. */
async function databaseUrl(): Promise<string> {
  const url = process.env["DATABASE_URL"];
  if (url) return url;
  try {
    return JSON.parse(await readFile(".data/stack.json", "utf8")).database;
  } catch {
    throw new Error("Set DATABASE_URL, or start the local stack with `npm start`");
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const findings = await checkBooks(await databaseUrl());
  for (const { check, rows } of findings) console.error(`${check}: ${rows.length} rows`, rows.slice(0, 10));
  console.log(findings.length === 0 ? "The books are clean." : `${findings.length} checks found something wrong.`);
  process.exitCode = findings.length === 0 ? 0 : 1;
}
