import { type SQL, sql } from "drizzle-orm";
import { AppError } from "../../../core/errors.ts";
import { after, minutes } from "../../../core/time.ts";
import { auditInsert } from "../../audit/index.ts";
import { type Ctx, query } from "../../context.ts";
import { textInserts } from "../../messages/index.ts";
import { parseInput } from "../../parsing.ts";
import { requireStaff, type StaffActor } from "../../permissions.ts";
import { typedPin } from "../input.ts";
import { ACTIVATED, activation } from "./activation.ts";
import { allPhonesOf } from "./claim.ts";
import { accountActiveNotices, pinLockedNotices } from "./notices.ts";
import { isPin, PIN_LOCK_MS, PIN_TRIES, PIN_TRIES_A_HOLD } from "./pin.ts";

/** Across all guards: a person at a desk, not a search. */
const TRIES_OF_STAFF = { limit: 30, windowMs: minutes(15) };

/**
 * `pin_too_new`: chosen, or chosen anew, after the change was asked for. `set_by_you`: who was there when the PIN was chosen
 * does not lift with it. A colleague does, or the hold runs out. `yours`: who asked for the change or approved it does not lift it
 * either, and could have the guard type anything. `used_up`: ten tries were wrong, and this hold runs out by itself.
 */
export type ApplyGuardPinOutcome =
  | { status: "lifted" | "not_held" | "no_pin" | "pin_too_new" | "set_by_you" | "yours" | "used_up" }
  | { status: "wrong"; triesLeft: number }
  | { status: "locked"; until: string };

interface Try {
  accountId: string | null;
  organisationName: string;
  destinationName: string;
  numberEnd: string;
  noticePhones: string[];
  hasPin: boolean;
  isTooNew: boolean;
  isSetByYou: boolean;
  isYours: boolean;
  isUsedUp: boolean;
  lockedUntil: string | null;
  /** Of the try that was taken; null when none was. */
  hash: string | null;
  tries: number | null;
}

/**
 * Ends the hold on a changed account early, with the PIN that the guard types in person. A try is counted before the PIN is
 * looked at, so that however many come at once, five reach the hash, and then none for 15 minutes, of which the guard is told;
 * ten for one hold. The right one clears the count. Moves: held → active, and the one before it: active → replaced. Throws FORBIDDEN,
 * STEP_UP_REQUIRED, INVALID_INPUT, RATE_LIMITED.
 */
export async function applyGuardPin(ctx: Ctx, guardId: string, input: { pin: string }): Promise<ApplyGuardPinOutcome> {
  const actor = requireStaff(ctx.actor, "payout-accounts.lift", ctx.clock.now());
  const { pin } = parseInput(typedPin, input);
  const limited = await ctx.limits.take([{ key: `guard-pins:staff:${actor.userId}`, ...TRIES_OF_STAFF }]);
  if (!limited.allowed) {
    throw new AppError("RATE_LIMITED", "Too many PINs were tried. Wait a while.", [], limited.retryAfterSeconds);
  }
  const [taken] = await query<Try>(ctx.db, takeTry(ctx, actor, guardId));
  if (!taken || taken.accountId === null) return { status: "not_held" };
  if (taken.hash === null) return whyNoTry(taken);
  if (await isPin(pin, taken.hash, guardId, ctx.settings.dataKeys)) return lift(ctx, actor, guardId, taken);

  const triesLeft = PIN_TRIES - (taken.tries ?? PIN_TRIES);
  const { organisationId } = actor;
  const entry = { organisationId, action: "guard_pin.refused", subject: guardId, after: { triesLeft } };
  if (triesLeft > 0) {
    await query(ctx.db, auditInsert(entry, ctx, sql`(select) as tried`));
    return { status: "wrong", triesLeft };
  }
  const notices = pinLockedNotices({ ...taken, about: guardId, organisationId, phones: taken.noticePhones });
  await query(
    ctx.db,
    sql`with tried as (select ${guardId}::text as id), audited as (${auditInsert(entry, ctx, sql`tried`)}),
      told as (${textInserts(notices, ctx, sql`tried`)}) select id from tried`,
  );
  await ctx.wake([{ kind: "message" }]);
  return { status: "locked", until: after(ctx.clock.now(), PIN_LOCK_MS).toISOString() };
}

function whyNoTry({ hasPin, isTooNew, isSetByYou, isYours, isUsedUp, lockedUntil }: Try): ApplyGuardPinOutcome {
  if (!hasPin) return { status: "no_pin" };
  if (isTooNew) return { status: "pin_too_new" };
  if (isSetByYou) return { status: "set_by_you" };
  if (isYours) return { status: "yours" };
  if (isUsedUp) return { status: "used_up" };
  return { status: "locked", until: lockedUntil ?? "" };
}

function takeTry({ clock }: Ctx, { organisationId, userId }: StaffActor, guardId: string): SQL {
  const at = clock.now();
  const next = sql`case when k.wrong_tries >= ${PIN_TRIES} then 1 else k.wrong_tries + 1 end`;
  return sql`with held as (
      select p.id, p.requested_at, ${userId} in (p.requested_by, p.approved_by) as is_yours,
        p.wrong_pins >= ${PIN_TRIES_A_HOLD} as is_used_up, p.destination_name, p.number_end, ${allPhonesOf(at)} as phones
      from payout_accounts p join guards g on (g.organisation_id, g.id) = (p.organisation_id, p.guard_id)
      where p.organisation_id = ${organisationId} and p.guard_id = ${guardId} and p.status = 'held'
    ), tried as (
      update guard_pins k set wrong_tries = ${next},
        locked_until = case when ${next} >= ${PIN_TRIES} then ${after(at, PIN_LOCK_MS)}::timestamptz end
      from held h
      where k.organisation_id = ${organisationId} and k.guard_id = ${guardId}
        and (k.locked_until is null or k.locked_until <= ${at})
        and k.set_at < h.requested_at and k.set_by <> ${userId} and not h.is_yours and not h.is_used_up
      returning k.hash, k.wrong_tries
    ), counted as (
      update payout_accounts p set wrong_pins = p.wrong_pins + 1 from held h where p.id = h.id and exists (select from tried)
    )
    select h.id as "accountId", o.name as "organisationName", h.destination_name as "destinationName",
      h.number_end as "numberEnd", h.phones as "noticePhones", k.guard_id is not null as "hasPin",
      k.set_at >= h.requested_at as "isTooNew", k.set_by = ${userId} as "isSetByYou",
      h.is_yours as "isYours", h.is_used_up as "isUsedUp", k.locked_until as "lockedUntil",
      t.hash, t.wrong_tries as tries
    from organisations o
      left join held h on true left join tried t on true
      left join guard_pins k on k.organisation_id = o.id and k.guard_id = ${guardId}
    where o.id = ${organisationId}`;
}

/** The PIN that was right must still be the guard's, as old as it was, and its setter somebody else. */
async function lift(ctx: Ctx, { organisationId, userId }: StaffActor, guardId: string, taken: Try) {
  const at = ctx.clock.now();
  const accountId = taken.accountId ?? "";
  const entry = { ...ACTIVATED, organisationId, action: "payout_account.hold_lifted" };
  const notices = accountActiveNotices({ ...taken, about: accountId, organisationId, phones: taken.noticePhones });
  const lifted = await query(
    ctx.db,
    sql`with pin as (
        update guard_pins k set wrong_tries = 0, locked_until = null
        where k.organisation_id = ${organisationId} and k.guard_id = ${guardId} and k.hash = ${taken.hash}
          and k.set_by <> ${userId}
        returning k.set_at
      ), due as (
        select p.id, p.guard_id from payout_accounts p, pin
        where p.organisation_id = ${organisationId} and p.id = ${accountId} and p.status = 'held'
          and pin.set_at < p.requested_at and ${userId} not in (p.requested_by, p.approved_by)
        for update of p
      ), ${activation(sql`due`, at, sql`, lifted_at = ${at}, lifted_by = ${userId}`)},
      audited as (${auditInsert(entry, ctx, sql`activated`)}),
      told as (${textInserts(notices, ctx, sql`activated`)})
      select id from activated`,
  );
  if (lifted.length === 0) return { status: "not_held" as const };
  await ctx.wake([{ kind: "message" }]);
  return { status: "lifted" as const };
}
