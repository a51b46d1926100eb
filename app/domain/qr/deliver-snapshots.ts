import { sql } from "drizzle-orm";
import { after } from "../../core/time.ts";
import { type Ctx, query } from "../context.ts";
import { type CardJson, selectCard } from "./card.ts";
import { SNAPSHOT_LIFETIME_MS } from "./find-snapshot.ts";
import { replaceSnapshot, type SnapshotState, snapshotState } from "./snapshots.ts";

/** Half of a snapshot's lifetime, so that one lost run never makes an edge copy too old to use. */
const REFRESH_AFTER_MS = SNAPSHOT_LIFETIME_MS / 2;
const BATCH_SIZE = 50;

interface DueCode {
  id: string;
  token: string;
}

/**
 * Writes the edge copies of codes that changed (`snapshot_at` is null) or grow old, a batch a call.
 * Keeps: a tombstone is never overwritten. The stored state is read before the card, and the write asks for that same
 * state, so a revocation in between wins. Returns how many were due.
 */
export async function deliverSnapshots(ctx: Ctx): Promise<number> {
  const now = ctx.clock.now();
  const due = await query<DueCode>(
    ctx.db,
    sql`select id, token from qr_codes
      where status = 'active' and (snapshot_at is null or snapshot_at < ${after(now, -REFRESH_AFTER_MS)})
      order by snapshot_at nulls first limit ${BATCH_SIZE}`,
  );
  if (due.length === 0) return 0;

  const states = await Promise.all(due.map(({ token }) => snapshotState(ctx.files, token)));
  const cards = await readCards(ctx, due);
  const settled = await Promise.all(due.map((code, i) => refresh(ctx, code, states[i], cards.get(code.id))));
  await ctx.db.execute(sql`
    update qr_codes set snapshot_at = ${now}
    where id = any(${sql.param(settled.filter((id) => id !== null))}) and status = 'active'`);
  return due.length;
}

async function readCards(ctx: Ctx, due: readonly DueCode[]): Promise<Map<string, CardJson>> {
  const rows = await query<{ code_id: string; card: CardJson }>(
    ctx.db,
    sql`select cards.* from unnest(${sql.param(due.map(({ token }) => token))}::text[]) as due (token)
      cross join lateral (${selectCard(sql`due.token`, ctx.rails.paystack.name, ctx.clock.now())}) as cards`,
  );
  return new Map(rows.map((row) => [row.code_id, row.card]));
}

/** The code's id when it needs no further write: copied now, or revoked for good. */
async function refresh(ctx: Ctx, code: DueCode, state: SnapshotState | undefined, card: CardJson | undefined) {
  if (!state || !card) return null;
  if (state.status === "revoked") return code.id;
  return (await replaceSnapshot(ctx.files, code.token, state, card, ctx.clock.now())) ? code.id : null;
}
