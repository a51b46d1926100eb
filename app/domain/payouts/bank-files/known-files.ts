import { sql } from "drizzle-orm";
import { AppError } from "../../../core/errors.ts";
import { type Instant, parseInstant } from "../../../core/time.ts";
import { type Ctx, query } from "../../context.ts";
import { othersPaid } from "../load.ts";
import type { AttemptStatus, PayoutStatus } from "../rules.ts";
import type { FileKind, LineResult, PayoutFileStatus } from "./rules.ts";
import type { ExportedLine } from "./stored-file.ts";

/** A file's row. Nothing of an account is in it. */
export interface FileRecord {
  id: string;
  organisationId: string;
  currency: string;
  kind: FileKind;
  status: PayoutFileStatus;
  moves: number;
  fileKey: string;
  sha256: string | null;
  createdAt: Instant;
  voidAskedBy: string | null;
}

/** One file of an organisation. Throws NOT_FOUND. */
export async function loadFile(organisationId: string, fileId: string, { db }: Pick<Ctx, "db">): Promise<FileRecord> {
  const [row] = await query<Omit<FileRecord, "createdAt"> & { createdAt: string }>(
    db,
    sql`select f.id, f.organisation_id as "organisationId", f.currency, f.kind, f.status, f.moves, f.file_key as "fileKey",
        f.sha256, f.created_at as "createdAt", f.void_asked_by as "voidAskedBy"
      from payout_files f where f.id = ${fileId} and f.organisation_id = ${organisationId}`,
  );
  const createdAt = parseInstant(row?.createdAt);
  if (!row || !createdAt) throw new AppError("NOT_FOUND", "There is no such file.");
  return { ...row, createdAt };
}

/** The lines of a file as they were exported, to make the file itself. */
export function loadExportedLines(
  { organisationId, id }: FileRecord,
  { db }: Pick<Ctx, "db">,
): Promise<ExportedLine[]> {
  return query<ExportedLine>(
    db,
    sql`select l.line, l.reference, l.amount_minor::text as "amountMinor", p.payout_account_id as "accountId"
      from payout_file_lines l join payouts p on p.id = l.payout_id
      where l.file_id = ${id} and l.organisation_id = ${organisationId}`,
  );
}

/** A line, and where its attempt and its payout stand. */
export interface KnownLine {
  line: number;
  reference: string;
  payoutId: string;
  number: number;
  amountMinor: bigint;
  currency: string;
  result: LineResult | null;
  isReleased: boolean;
  isFeeKnown: boolean;
  attemptStatus: AttemptStatus;
  /** How many other references of the payout were paid. */
  othersPaid: number;
  payoutStatus: PayoutStatus;
}

/** The lines of a file by their references. */
export async function loadKnownLines(
  { organisationId, id }: FileRecord,
  { db }: Pick<Ctx, "db">,
): Promise<Map<string, KnownLine>> {
  const rows = await query<Omit<KnownLine, "amountMinor"> & { amountMinor: string }>(
    db,
    sql`select l.line, l.reference, l.payout_id as "payoutId", a.number, l.amount_minor::text as "amountMinor", p.currency,
        l.result, l.released_at is not null as "isReleased", a.fee_minor is not null as "isFeeKnown", a.status as "attemptStatus", ${othersPaid()} as "othersPaid", p.status as "payoutStatus"
      from payout_file_lines l
      join payout_attempts a on a.reference = l.reference
      join payouts p on p.id = l.payout_id
      where l.file_id = ${id} and l.organisation_id = ${organisationId}`,
  );
  return new Map(rows.map((row) => [row.reference, { ...row, amountMinor: BigInt(row.amountMinor) }]));
}
