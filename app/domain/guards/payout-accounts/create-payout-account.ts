import { type SQL, sql } from "drizzle-orm";
import { newId } from "../../../core/ids.ts";
import { auditInsert } from "../../audit/index.ts";
import { type Ctx, query } from "../../context.ts";
import { textInserts } from "../../messages/index.ts";
import { parseInput } from "../../parsing.ts";
import { requireStaff, type StaffActor } from "../../permissions.ts";
import { type PayoutAccountForm, payoutAccountForm } from "../input.ts";
import { enquire, type FieldRefusal, type HolderFound } from "./enquiry.ts";
import { type GuardBasis, readGuard } from "./guard-basis.ts";
import { listDestinations } from "./list-destinations.ts";
import { changeAskedNotices } from "./notices.ts";
import { MATCH_PERCENT } from "./rules.ts";
import { type SealedNumber, sealNumber } from "./seal.ts";

/** The holder as the rail gives it now. */
interface Seen {
  holderName: string;
  percent: number;
  isMatch: boolean;
  /** False where the rail cannot be asked, and the name is the one that was typed. */
  isAsked: boolean;
}

export type CreatePayoutAccountOutcome =
  | { status: "requested"; accountId: string; isChange: boolean }
  /** It replaces another, or the holder's name is not the guard's: the checker is told why. */
  | (Seen & { status: "reason_needed"; isChange: boolean; differs: boolean })
  /** The rail gives another name now than was shown: nobody saves what they have not seen. */
  | (Seen & { status: "look_again" })
  | { status: "already_waiting" }
  | { status: "same_account" }
  | FieldRefusal
  | { status: "later" }
  | { status: "unknown" };

/**
 * Asks for the account that a guard's tips are to be paid to; another person approves it. The rail is asked for the holder
 * again: what a form says of it counts for nothing. The guard's numbers, the old one too, are told of a change.
 * Moves: none → requested. Throws FORBIDDEN, NOT_FOUND, INVALID_INPUT, RATE_LIMITED, RAIL_UNAVAILABLE.
 */
export async function createPayoutAccount(
  ctx: Ctx,
  guardId: string,
  input: PayoutAccountForm,
): Promise<CreatePayoutAccountOutcome> {
  const actor = requireStaff(ctx.actor, "payout-accounts.request", ctx.clock.now());
  const form = parseInput(payoutAccountForm, input);
  const [guard, destinations] = await Promise.all([
    readGuard(actor.organisationId, guardId, ctx),
    listDestinations(ctx),
  ]);
  if (guard.isWaiting) return { status: "already_waiting" };
  const holder = await enquire({ form, guard, destinations }, actor, ctx);
  if (holder.status !== "found") return holder;

  const accountId = newId("pac", ctx.clock.now(), ctx.randomness);
  const place = placeOf(accountId, actor, guard, holder);
  const sealed = await sealNumber(place, holder.number, { keys: ctx.settings.dataKeys, randomness: ctx.randomness });
  const isChange = guard.activeFingerprints !== null;
  if (guard.activeFingerprints?.some((known) => sealed.fingerprints.includes(known))) return { status: "same_account" };
  const { holderName, percent, nameCheck } = holder;
  const differs = percent < MATCH_PERCENT;
  const seen = { holderName, percent, isMatch: !differs, isAsked: nameCheck !== "not_offered" };
  if (form.seenName !== null && form.seenName !== holderName) return { status: "look_again", ...seen };
  if ((differs || isChange) && form.reason === null) {
    return { status: "reason_needed", ...seen, isChange, differs };
  }
  const statement = requestStatement(ctx, { actor, guard, holder, sealed, place, reason: form.reason });
  const created = await query(ctx.db, statement);
  if (created.length === 0) return { status: "already_waiting" };
  await ctx.wake([{ kind: "message" }]);
  return { status: "requested", accountId, isChange };
}

type Place = ReturnType<typeof placeOf>;

function placeOf(id: string, { organisationId }: StaffActor, guard: GuardBasis, holder: HolderFound) {
  const { holderName, nameCheck, destination } = holder;
  const { kind, code: destinationCode, currency } = destination;
  return {
    id,
    organisationId,
    guardId: guard.id,
    rail: "paystack",
    kind,
    destinationCode,
    currency,
    holderName,
    nameCheck,
  };
}

interface Request {
  actor: StaffActor;
  guard: GuardBasis;
  holder: HolderFound;
  sealed: SealedNumber;
  place: Place;
  reason: string | null;
}

/** One account waits for a guard at a time: the index decides between two requests at once. */
function requestStatement(ctx: Ctx, { actor, guard, holder, sealed, place, reason }: Request): SQL {
  const at = ctx.clock.now();
  const { destination, holderName, nameCheck, percent } = holder;
  const number = `••${sealed.end}`;
  const entry = {
    organisationId: place.organisationId,
    action: "payout_account.requested",
    subject: place.id,
    after: { guard: guard.id, destination: destination.name, number, nameCheck, percent, reason },
  };
  const facts = { about: place.id, organisationId: place.organisationId, organisationName: guard.organisationName };
  const notices =
    guard.activeFingerprints === null
      ? []
      : changeAskedNotices({
          ...facts,
          phones: guard.noticePhones,
          destinationName: destination.name,
          numberEnd: sealed.end,
        });
  return sql`with created as (
      insert into payout_accounts (id, organisation_id, guard_id, rail, kind, destination_code, destination_name, currency,
        number_sealed, number_end, number_fingerprints, holder_name, name_check, name_match_percent, status, reason,
        notice_phones, requested_by, requested_at, created_at)
      values (${place.id}, ${place.organisationId}, ${place.guardId}, ${place.rail}, ${place.kind},
        ${place.destinationCode}, ${destination.name}, ${place.currency}, ${sealed.sealed}, ${sealed.end},
        ${sql.param(sealed.fingerprints)}::text[], ${holderName}, ${nameCheck}, ${percent}, 'requested', ${reason},
        ${sql.param(guard.noticePhones)}::text[], ${actor.userId}, ${at}, ${at})
      on conflict do nothing returning id
    ), audited as (${auditInsert(entry, ctx, sql`created`)}),
    told as (${textInserts(notices, ctx, sql`created`)})
    select id from created`;
}
