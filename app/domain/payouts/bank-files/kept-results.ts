import type { Ctx } from "../../context.ts";
import type { FileRecord } from "./known-files.ts";
import type { ResultRow } from "./result-file.ts";
import { folderOf } from "./rules.ts";

interface Kept {
  resultsId: string;
  rows: readonly ResultRow[];
}

/** Keeps read rows until somebody applies them. */
export async function keepResults(
  file: FileRecord,
  { resultsId, rows }: Kept,
  { files }: Pick<Ctx, "files">,
): Promise<void> {
  await files.put(keyOf(file, resultsId), JSON.stringify(rows), { httpMetadata: { contentType: "application/json" } });
}

/** The rows that were kept; null when they are no longer. */
export async function keptResults(
  file: FileRecord,
  resultsId: string,
  { files }: Pick<Ctx, "files">,
): Promise<ResultRow[] | null> {
  if (!isResultsId(resultsId)) return null;
  const kept = await files.get(keyOf(file, resultsId));
  return kept ? ((await kept.json()) as ResultRow[]) : null;
}

export async function dropResults(file: FileRecord, resultsId: string, { files }: Pick<Ctx, "files">): Promise<void> {
  if (isResultsId(resultsId)) await files.delete(keyOf(file, resultsId));
}

function isResultsId(text: string): boolean {
  return /^pfr-[0-9a-z]{26}$/.test(text);
}

function keyOf({ organisationId, id }: FileRecord, resultsId: string): string {
  return `${folderOf(organisationId, id)}${resultsId}.json`;
}
