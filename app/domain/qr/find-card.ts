import { type Ctx, isDatabaseDown, query } from "../context.ts";
import { type CardJson, type GuardCard, readCard, selectCard } from "./card.ts";
import { findSnapshot } from "./find-snapshot.ts";
import { readToken } from "./token.ts";

/** What a scanned code leads to. `not_ours` was never signed by us; `gone` was, and takes no tips any more. */
export type CardLookup =
  | { status: "found"; card: GuardCard }
  | { status: "not_ours" }
  | { status: "gone" }
  | { status: "unavailable" };

/**
 * Finds the guard behind a code: one statement, or the edge copy while the database is down.
 * A forged token is refused before any storage is asked. Public: a code is its own permission to look.
 */
export async function findCard(ctx: Ctx, text: string): Promise<CardLookup> {
  const token = await readToken(text, ctx.settings.qrSigningKeys);
  if (!token) return { status: "not_ours" };
  try {
    const [row] = await query<{ card: CardJson }>(
      ctx.pageDb,
      selectCard(token, ctx.rails.paystack.name, ctx.clock.now()),
    );
    if (!row) return { status: "gone" };
    const card = readCard(row.card);
    return card.code.active ? { status: "found", card } : { status: "gone" };
  } catch (error) {
    if (!isDatabaseDown(error)) throw error;
    return findCardAtEdge(ctx, token);
  }
}

async function findCardAtEdge(ctx: Ctx, token: string): Promise<CardLookup> {
  const snapshot = await findSnapshot(ctx, token);
  if (snapshot.status === "found") return snapshot;
  return { status: snapshot.status === "revoked" ? "gone" : "unavailable" };
}
