import pg from "pg";

/** Reads with the owner's eyes; for assertions, never for the application. */
export async function rowsOf(
  ownerUrl: string,
  text: string,
  values: unknown[] = [],
): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: ownerUrl });
  await client.connect();
  try {
    return (await client.query(text, values)).rows;
  } finally {
    await client.end();
  }
}

/** What each account of an organisation holds: credits less debits, in minor units, empty ones left out. */
export async function balances(ownerUrl: string, organisationId: string): Promise<Record<string, bigint>> {
  const rows = await rowsOf(
    ownerUrl,
    "select code, credits_posted - debits_posted as minor from ledger_accounts where organisation_id = $1",
    [organisationId],
  );
  const held = rows.map((row) => [String(row["code"]), BigInt(String(row["minor"]))] as const);
  return Object.fromEntries(held.filter(([, minor]) => minor !== 0n));
}
