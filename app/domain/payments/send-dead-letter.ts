import { sql } from "drizzle-orm";
import { auditInsert } from "../audit/index.ts";
import { type Ctx, query, type Wake } from "../context.ts";
import { requireStaff } from "../permissions.ts";

/**
 * Sends a message that was given up once more, as the wake-up it was: what it wakes is recorded elsewhere, so a lost or a
 * second one does no harm. Moves: waiting → replayed, once. One that is no wake-up of ours stays as it is.
 * Throws FORBIDDEN, STEP_UP_REQUIRED.
 */
export async function sendDeadLetter(
  ctx: Ctx,
  { deadLetterId }: { deadLetterId: string },
): Promise<{ status: "replayed" | "not_waiting" | "not_a_wake_up" }> {
  const now = ctx.clock.now();
  const { organisationId } = requireStaff(ctx.actor, "platform.write", now);
  const [letter] = await query<{ body: unknown }>(
    ctx.systemDb,
    sql`select body from dead_letters where id = ${deadLetterId} and replayed_at is null`,
  );
  if (!letter) return { status: "not_waiting" };
  if (!isWake(letter.body)) return { status: "not_a_wake_up" };
  const entry = {
    organisationId,
    action: "dead_letter.replayed",
    subject: deadLetterId,
    before: sql`jsonb_build_object('queue', changed.queue, 'body', changed.body)`,
  };
  const replayed = await query(
    ctx.systemDb,
    sql`with changed as (
        update dead_letters set replayed_at = ${now}::timestamptz
        where id = ${deadLetterId} and replayed_at is null returning id, queue, body
      ), audited as (${auditInsert(entry, ctx, sql`changed`)})
      select id from changed`,
  );
  if (replayed.length === 0) return { status: "not_waiting" };
  await ctx.wake([letter.body]);
  return { status: "replayed" };
}

/** Every kind of wake-up there is; a consumer forgets what it does not know. */
const KINDS: Record<Wake["kind"], true> = {
  rail_event: true,
  transfer_event: true,
  payouts: true,
  spool: true,
  message: true,
  print_job: true,
};

function isWake(body: unknown): body is Wake {
  const kind = (body as { kind?: unknown } | null)?.kind;
  return typeof kind === "string" && Object.hasOwn(KINDS, kind);
}
