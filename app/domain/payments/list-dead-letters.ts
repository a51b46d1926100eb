import { sql } from "drizzle-orm";
import { type Ctx, query } from "../context.ts";
import { beyond, type Cursors, inOrder, keyOf, type Order, type Page, pageOf, readPlace } from "../keyset.ts";
import { requireStaff } from "../permissions.ts";

/** A queue message that exhausted its retries. */
export interface DeadLetter {
  id: string;
  queue: string;
  /** What it spoke of, shortened. */
  body: string;
  receivedAt: string;
  replayedAt: string | null;
}

export interface DeadLetterList extends Cursors {
  state: "waiting" | "replayed";
}

const PAGE_SIZE = 50;
const SHOWN_CHARACTERS = 300;
const NEWEST_FIRST: Order = {
  columns: [
    { value: sql`d.received_at`, kind: "instant" },
    { value: sql`d.id`, kind: "text" },
  ],
  isDescending: true,
};

/** The messages that were given up, newest first; asked of the whole database. Throws FORBIDDEN. */
export async function listDeadLetters(ctx: Ctx, list: DeadLetterList): Promise<Page<DeadLetter>> {
  requireStaff(ctx.actor, "platform.read", ctx.clock.now());
  const place = readPlace(list, NEWEST_FIRST);
  const state = list.state === "waiting" ? sql`d.replayed_at is null` : sql`d.replayed_at is not null`;
  const rows = await query<DeadLetter & { key: string[] }>(
    ctx.systemDb,
    sql`select d.id, d.queue, left(d.body::text, ${SHOWN_CHARACTERS}) as body, d.received_at as "receivedAt",
        d.replayed_at as "replayedAt", ${keyOf(NEWEST_FIRST)} as key
      from dead_letters d where ${state} and ${beyond(NEWEST_FIRST, place)}
      order by ${inOrder(NEWEST_FIRST, place)} limit ${PAGE_SIZE + 1}`,
  );
  return pageOf(rows, PAGE_SIZE, place);
}
