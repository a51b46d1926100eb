import type { LINE_RESULTS, PAYOUT_FILE_STATUSES } from "#db/schema/index.ts";

export type PayoutFileStatus = (typeof PAYOUT_FILE_STATUSES)[number];
export type LineResult = (typeof LINE_RESULTS)[number];

/** Files are for one kind of account each, since banks take wallets in a form of their own. */
export const FILE_KINDS = ["bank", "mobile_money"] as const;
export type FileKind = (typeof FILE_KINDS)[number];

/** As many as banks take in one file, and as are claimed while the sender waits for its turn; more go into a next file. */
export const LINES_AT_MOST = 2_000;

export const VOID_REASON_CHARACTERS = { least: 3, most: 200 } as const;

/** What is called so that nobody uploads it elsewhere by mistake: NGN, bank, its date, and the end of its id. */
export function fileNameOf({ id, currency, kind, createdAt }: FileIdentity): string {
  const words = kind === "bank" ? "bank" : "mobile-money";
  return `asante-${currency}-${words}-${createdAt.toISOString().slice(0, 10)}-${id.slice(-6)}.csv`.toLowerCase();
}

interface FileIdentity {
  id: string;
  currency: string;
  kind: FileKind;
  createdAt: Date;
}

/** Everything that object storage holds of a file begins so. */
export function folderOf(organisationId: string, fileId: string): string {
  return `bank-files/${organisationId}/${fileId}/`;
}
