import { encodeHex } from "../../core/ids.ts";

/** One organisation's rows of one finished day (UTC): a piece of its chain without a gap. */
export interface DueArchive {
  organisationId: string;
  day: string;
  rows: number;
  firstChainNumber: string;
  lastChainNumber: string;
  lastHash: string;
}

/** What stands beside an archive, so that it can be proved without a database. */
export interface ArchiveManifest extends DueArchive {
  file: string;
  format: "ndjson.gz";
  bytes: number;
  sha256: string;
  writtenAt: string;
}

/** Where an archive lies; the manifest ends in `.json`. Everything below `audit/` is under the bucket's lock. */
export function archiveKey({ organisationId, day }: Pick<DueArchive, "organisationId" | "day">): string {
  return `audit/${organisationId}/${day.slice(0, 4)}/${day}.ndjson.gz`;
}

export function manifestKey(fileKey: string): string {
  return fileKey.replace(/\.ndjson\.gz$/, ".manifest.json");
}

/** Compresses pages of text as they come: only one page and what it was compressed to are held. */
export async function compress(pages: AsyncIterable<string>): Promise<Uint8Array<ArrayBuffer>> {
  const gzip = new CompressionStream("gzip");
  const compressed = new Response(gzip.readable).bytes();
  const writer = gzip.writable.getWriter();
  const encoder = new TextEncoder();
  try {
    for await (const page of pages) await writer.write(encoder.encode(page));
    await writer.close();
  } catch (error) {
    await Promise.allSettled([writer.abort(error), compressed]);
    throw error;
  }
  return (await compressed) as Uint8Array<ArrayBuffer>;
}

export async function sha256Of(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  return encodeHex(new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)));
}
