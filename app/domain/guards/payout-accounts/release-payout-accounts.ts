import { sql } from "drizzle-orm";
import { describeFault } from "../../../core/errors.ts";
import { newId } from "../../../core/ids.ts";
import { after, type Instant } from "../../../core/time.ts";
import { auditInsert } from "../../audit/index.ts";
import { type Ctx, query } from "../../context.ts";
import { textInserts } from "../../messages/index.ts";
import { parseInput } from "../../parsing.ts";
import { requireStaff, type StaffActor } from "../../permissions.ts";
import { accountIds } from "../input.ts";
import { claimRequests, type TakenRequest } from "./claim.ts";
import { accountActiveNotices } from "./notices.ts";
import { HOLD_MS, MATCH_PERCENT, nameMatchPercent } from "./rules.ts";
import { openNumber } from "./seal.ts";
import { countElsewhere } from "./shared.ts";

/**
 * What became of one request. `own`: another person decides. `taken`: somebody else is at it. `not_open`: decided before,
 * or not there. `not_simple`: a change, another name
 * or a shared account, which is looked at one by one. `guard_renamed`: the guard has a
 * name now that the account was not asked for under. `tampered`: the row is not what was asked for. `unknown`: the rail did
 * not answer, and it may be tried again.
 */
export type Decision = { accountId: string; guardName: string } & (
  | { status: "active" | "own" | "taken" | "not_open" | "not_simple" | "guard_renamed" | "tampered" | "unknown" }
  | { status: "held"; heldUntil: string }
  | { status: "refused"; reason: string }
);

type Answer = { status: "created"; recipientCode: string } | Exclude<Decision, { status: "active" | "held" }>;

/** A Worker has six connections at once. */
const AT_ONCE = 5;

/**
 * Approves requests, as another person than who asked: the account becomes known to the rail, a first one is used at once,
 * and one that takes another's place is held for 72 hours. With `onlySimple`, only first accounts in the guard's own name
 * that nobody else has.
 * Claim, call, record: whatever the rail's answer, a request is approved once, and one without an answer stays open.
 * Moves: requested → active | held. Throws FORBIDDEN, STEP_UP_REQUIRED, INVALID_INPUT.
 */
export async function releasePayoutAccounts(
  ctx: Ctx,
  input: { accountIds: readonly string[]; onlySimple: boolean },
): Promise<Decision[]> {
  const actor = requireStaff(ctx.actor, "payout-accounts.decide", ctx.clock.now());
  const ids = parseInput(accountIds, input.accountIds);
  const taken = await claimRequests(actor, ids, ctx);
  const elsewhere = input.onlySimple ? await countElsewhere(actor.organisationId, ids, ctx) : new Map<string, number>();
  const answers = await inTurns(taken, (request) => {
    const isShared = request.sharedWith.length > 0 || elsewhere.has(request.id);
    const isSimple = !request.isChange && request.nameCheck === "matched" && !isShared;
    return bringToRail(ctx, actor, request, isSimple || !input.onlySimple);
  });
  const recorded = await record(ctx, actor, taken, answers);
  if (recorded.size > 0) await ctx.wake([{ kind: "message" }]);
  return taken.map(({ id, guardName }, index) => {
    const answer = answers[index];
    if (answer?.status !== "created") return answer ?? { accountId: id, guardName, status: "not_open" };
    return { accountId: id, guardName, ...(recorded.get(id) ?? { status: "not_open" }) };
  });
}

async function bringToRail(ctx: Ctx, actor: StaffActor, request: TakenRequest, isAllowed: boolean): Promise<Answer> {
  const about = { accountId: request.id, guardName: request.guardName };
  const obstacle = obstacleOf(request, actor, isAllowed);
  if (obstacle) return { ...about, status: obstacle };
  const { numberSealed: sealed, numberEnd: end, numberFingerprints: fingerprints } = request;
  const place = { ...request, organisationId: actor.organisationId };
  const accountNumber = await openNumber(place, { sealed, end, fingerprints }, ctx.settings.dataKeys);
  if (accountNumber === null) {
    await raiseAlarm(ctx, actor, request.id);
    return { ...about, status: "tampered" };
  }
  const { kind, country, destinationCode: bankCode, holderName: name } = request;
  const currency = request.currency as Parameters<typeof ctx.rails.paystack.createRecipient>[0]["currency"];
  const outcome = await ctx.rails.paystack.createRecipient({ kind, name, accountNumber, bankCode, currency, country });
  ctx.log.info("payout_account.brought_to_rail", { account: request.id, status: outcome.status });
  if (outcome.status === "created") return { status: "created", recipientCode: outcome.recipientCode };
  if (outcome.status === "refused") return { ...about, status: "refused", reason: outcome.reason };
  return { ...about, status: "unknown" };
}

function obstacleOf(
  request: TakenRequest,
  { userId }: StaffActor,
  isAllowed: boolean,
): "own" | "taken" | "not_open" | "not_simple" | "guard_renamed" | null {
  if (request.status !== "requested") return "not_open";
  if (request.requestedBy === userId) return "own";
  if (!request.isClaimed) return "taken";
  const matches = nameMatchPercent(request.guardName, request.holderName) >= MATCH_PERCENT;
  if (request.nameCheck === "matched" && !matches) return "guard_renamed";
  return isAllowed ? null : "not_simple";
}

/** Somebody wrote into the database: Asante's people and the organisation's look. */
async function raiseAlarm(ctx: Ctx, { organisationId }: StaffActor, accountId: string): Promise<void> {
  const at = ctx.clock.now();
  ctx.log.error("payout_account.tampered", { account: accountId });
  const detail = "the request for this payout account was changed behind our back; it was not approved";
  try {
    await query(
      ctx.db,
      sql`insert into alerts (id, organisation_id, kind, subject, detail, raised_at)
        values (${newId("alt", at, ctx.randomness)}, ${organisationId}, 'payout_account.tampered', ${accountId}, ${detail}, ${at})
        on conflict do nothing`,
    );
  } catch (error) {
    ctx.log.error("payout_account.alarm_failed", describeFault(error));
  }
}

type Recorded = { status: "active" } | { status: "held"; heldUntil: string };

/** Against the claim: a request that was decided or stopped meanwhile stays as it is. The others are let go of. */
async function record(
  ctx: Ctx,
  { organisationId, userId }: StaffActor,
  taken: readonly TakenRequest[],
  answers: readonly Answer[],
): Promise<Map<string, Recorded>> {
  const claimed = taken.flatMap((request, index) => (request.isClaimed ? [{ request, answer: answers[index] }] : []));
  if (claimed.length === 0) return new Map();
  const at = ctx.clock.now();
  const ends = claimed.map(({ request, answer }) => ({
    id: request.id,
    recipientCode: answer?.status === "created" ? answer.recipientCode : null,
  }));
  const notices = claimed.flatMap(({ request }) =>
    accountActiveNotices({ ...request, about: request.id, organisationId, phones: request.noticePhones }),
  );
  const rows = await query<{ id: string; status: "active" | "held"; heldUntil: string }>(
    ctx.db,
    sql`with ends as (
        select e.id, e."recipientCode" as recipient_code, a.id as replaces
        from jsonb_to_recordset(${JSON.stringify(ends)}::jsonb) as e (id text, "recipientCode" text)
          join payout_accounts p on p.id = e.id
          left join payout_accounts a on a.guard_id = p.guard_id and a.status = 'active'
      ), changed as (
        ${approval({ at, userId, organisationId })}
      ), freed as (
        update payout_accounts p set claimed_by = null, claimed_until = null from ends e
        where p.id = e.id and e.recipient_code is null and p.claimed_by = ${userId}
      ), audited as (${auditInsert(APPROVED(organisationId), ctx, sql`changed`)}),
      in_use as (select id from changed where status = 'active'),
      told as (${textInserts(notices, ctx, sql`in_use`)})
      select id, status, held_until as "heldUntil" from changed`,
  );
  return new Map(rows.map(({ id, status, heldUntil }) => [id, status === "held" ? { status, heldUntil } : { status }]));
}

const APPROVED = (organisationId: string) => ({
  organisationId,
  action: "payout_account.approved",
  subject: sql`changed.id`,
  before: sql`jsonb_build_object('status', 'requested')`,
  after: sql`jsonb_build_object('guard', changed.guard_id, 'status', changed.status, 'heldUntil', changed.held_until,
    'destination', changed.destination_name, 'number', '••' || changed.number_end)`,
});

function approval({ at, userId, organisationId }: { at: Instant; userId: string; organisationId: string }) {
  return sql`update payout_accounts p set
      status = case when e.replaces is null then 'active' else 'held' end, recipient_code = e.recipient_code,
      approved_by = ${userId}, approved_at = ${at}, claimed_by = null, claimed_until = null,
      held_until = case when e.replaces is not null then ${after(at, HOLD_MS)}::timestamptz end,
      active_at = case when e.replaces is null then ${at}::timestamptz end
    from ends e
    where p.id = e.id and e.recipient_code is not null and p.organisation_id = ${organisationId}
      and p.status = 'requested' and p.claimed_by = ${userId} and p.requested_by <> ${userId}
    returning p.id, p.guard_id, p.status, p.held_until, p.destination_name, p.number_end`;
}

/** Does each, `AT_ONCE` at a time; the answers are in the order of the items. */
async function inTurns<Item, Result>(items: readonly Item[], act: (item: Item) => Promise<Result>): Promise<Result[]> {
  const results: Result[] = [];
  const waiting = items.entries();
  const worker = async () => {
    for (const [index, item] of waiting) results[index] = await act(item);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return results;
}
