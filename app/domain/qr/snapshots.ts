import type { Instant } from "../../core/time.ts";
import type { CardJson } from "./card.ts";

/**
 * The edge copy of a code's card in object storage. It serves the page and the tip while the database is down.
 * A tombstone is written before a code's row is revoked, and is never overwritten: tokens are not used again.
 */
export type Snapshot =
  | { status: "active"; writtenAt: string; card: CardJson }
  | { status: "revoked"; writtenAt: string };

export type SnapshotState = { status: "none" } | { status: "revoked" } | { status: "active"; etag: string };

export function snapshotKey(token: string): string {
  return `snapshots/${token}.json`;
}

export async function readSnapshot(files: R2Bucket, token: string): Promise<Snapshot | null> {
  const object = await files.get(snapshotKey(token));
  return object ? object.json<Snapshot>() : null;
}

/** What is stored now, for a write that must not undo what another writes meanwhile. */
export async function snapshotState(files: R2Bucket, token: string): Promise<SnapshotState> {
  const object = await files.head(snapshotKey(token));
  if (!object) return { status: "none" };
  return object.customMetadata?.["status"] === "revoked"
    ? { status: "revoked" }
    : { status: "active", etag: object.etag };
}

/** Writes the edge copy unless another write came since `state` was read. True when it was written. */
export async function replaceSnapshot(
  files: R2Bucket,
  token: string,
  state: SnapshotState,
  card: CardJson,
  at: Instant,
): Promise<boolean> {
  if (state.status === "revoked") return false;
  const onlyIf = state.status === "active" ? { etagMatches: state.etag } : { etagDoesNotMatch: "*" };
  return writeSnapshot(files, token, { status: "active", writtenAt: at.toISOString(), card }, onlyIf);
}

export async function writeTombstone(files: R2Bucket, token: string, at: Instant): Promise<void> {
  await writeSnapshot(files, token, {
    status: "revoked",
    writtenAt: at.toISOString(),
  });
}

async function writeSnapshot(
  files: R2Bucket,
  token: string,
  snapshot: Snapshot,
  onlyIf?: R2Conditional,
): Promise<boolean> {
  const options = {
    customMetadata: { status: snapshot.status },
    ...(onlyIf ? { onlyIf } : {}),
  };
  return (await files.put(snapshotKey(token), JSON.stringify(snapshot), options)) !== null;
}
