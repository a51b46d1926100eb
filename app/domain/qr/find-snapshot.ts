import { hours } from "../../core/time.ts";
import type { Ctx } from "../context.ts";
import { type GuardCard, readCard } from "./card.ts";
import { readSnapshot } from "./snapshots.ts";

/** How old a snapshot may be and still be used (money.md §8). */
export const SNAPSHOT_LIFETIME_MS = hours(24);

export type SnapshotLookup = { status: "found"; card: GuardCard } | { status: "revoked" } | { status: "none" };

/** The card's edge copy when it is fresh enough to be trusted; never asks the database. */
export async function findSnapshot(ctx: Ctx, token: string): Promise<SnapshotLookup> {
  const snapshot = await readSnapshot(ctx.files, token);
  if (!snapshot) return { status: "none" };
  if (snapshot.status === "revoked") return { status: "revoked" };
  const age = ctx.clock.now().getTime() - Date.parse(snapshot.writtenAt);
  return age <= SNAPSHOT_LIFETIME_MS ? { status: "found", card: readCard(snapshot.card) } : { status: "none" };
}
