import { sql } from "drizzle-orm";
import { assert } from "../../../core/assert.ts";
import { sha256Of } from "../../audit/index.ts";
import { type Ctx, query } from "../../context.ts";
import type { FullAccount } from "../../guards/index.ts";
import { bankCsvOf } from "./bank-csv.ts";

/** A line as it was committed; minor units as text. */
export interface ExportedLine {
  line: number;
  reference: string;
  accountId: string;
  amountMinor: string;
}

interface FilePlace {
  id: string;
  fileKey: string;
  organisationId: string;
  currency: string;
}

interface FileContent {
  lines: readonly ExportedLine[];
  accounts: ReadonlyMap<string, FullAccount>;
}

/**
 * Writes the file of committed lines to object storage, and says on its row what was written. What it pays, and to whom, is
 * sealed and never changes, so it may be made again whenever it is not there.
 */
export async function storeFile(
  { id, fileKey, organisationId, currency }: FilePlace,
  { lines, accounts }: FileContent,
  { files, systemDb }: Pick<Ctx, "files" | "systemDb">,
): Promise<Uint8Array<ArrayBuffer>> {
  const [named] = await query<{ name: string }>(
    systemDb,
    sql`select o.name from payout_files f join organisations o on o.id = f.organisation_id
      where f.id = ${id} and f.organisation_id = ${organisationId}`,
  );
  const plain = lines.map((line) => ({ ...line, amountMinor: BigInt(line.amountMinor) }));
  const csv = bankCsvOf(plain, accounts, { currency, organisation: named?.name ?? "" });
  assert(named !== undefined && csv !== null, "a bank file has each of its lines");
  const bytes = new TextEncoder().encode(csv);
  const sha256 = await sha256Of(bytes);
  await files.put(fileKey, bytes, { sha256, httpMetadata: { contentType: "text/csv", cacheControl: "no-store" } });
  const kept = await query(
    systemDb,
    sql`update payout_files set sha256 = ${sha256}
      where id = ${id} and organisation_id = ${organisationId} and status = 'exported' returning id`,
  );
  // It was given up meanwhile, and what it left in storage may be deleted already.
  if (kept.length === 0) await files.delete(fileKey);
  return bytes;
}
