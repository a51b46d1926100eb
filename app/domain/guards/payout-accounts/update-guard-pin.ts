import { sql } from "drizzle-orm";
import { auditInsert } from "../../audit/index.ts";
import { type Ctx, query } from "../../context.ts";
import { textInserts } from "../../messages/index.ts";
import { parseInput } from "../../parsing.ts";
import { requireStaff } from "../../permissions.ts";
import { chosenPin } from "../input.ts";
import { readGuard } from "./guard-basis.ts";
import { pinSetNotices } from "./notices.ts";
import { hashPin } from "./pin.ts";

/**
 * Keeps the PIN that a guard chose in person, unless it is part of one of their phone numbers, which others know. It lifts no hold on what was asked for before, and none in the hands of who
 * was there when it was chosen (apply-guard-pin.ts). The guard's numbers are told. Throws FORBIDDEN, NOT_FOUND,
 * INVALID_INPUT, STEP_UP_REQUIRED.
 */
export async function updateGuardPin(
  ctx: Ctx,
  guardId: string,
  input: { pin: string; pinAgain: string },
): Promise<{ status: "set" | "in_phone" }> {
  const { organisationId, userId } = requireStaff(ctx.actor, "payout-accounts.lift", ctx.clock.now());
  const { pin } = parseInput(chosenPin, input);
  const guard = await readGuard(organisationId, guardId, ctx);
  if (guard.noticePhones.some((phone) => phone.includes(pin))) return { status: "in_phone" };
  const hash = await hashPin(pin, guardId, { keys: ctx.settings.dataKeys, randomness: ctx.randomness });
  const entry = { organisationId, action: "guard_pin.set", subject: guardId };
  const notices = pinSetNotices({ ...guard, about: guardId, organisationId, phones: guard.noticePhones });
  await query(
    ctx.db,
    sql`with changed as (
        insert into guard_pins (guard_id, organisation_id, hash, set_at, set_by)
        values (${guardId}, ${organisationId}, ${hash}, ${ctx.clock.now()}, ${userId})
        on conflict (guard_id) do update
          set hash = excluded.hash, wrong_tries = 0, locked_until = null, set_at = excluded.set_at, set_by = excluded.set_by
        returning guard_id as id
      ), audited as (${auditInsert(entry, ctx, sql`changed`)}),
      told as (${textInserts(notices, ctx, sql`changed`)})
      select id from changed`,
  );
  await ctx.wake([{ kind: "message" }]);
  return { status: "set" };
}
