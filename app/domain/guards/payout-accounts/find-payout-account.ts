import { sql } from "drizzle-orm";
import { AppError } from "../../../core/errors.ts";
import { type Ctx, query } from "../../context.ts";
import { requireStaff } from "../../permissions.ts";
import { GUARD_NAME } from "./guard-basis.ts";
import { MATCH_PERCENT, type NameCheck, nameMatchPercent } from "./rules.ts";
import { countElsewhere, SHARED_WITH } from "./shared.ts";

export type AccountStatus = "requested" | "held" | "active" | "replaced" | "rejected" | "cancelled";

/** An account as staff see it; the number is masked. */
export interface PayoutAccount {
  id: string;
  status: AccountStatus;
  kind: "bank" | "mobile_money";
  destinationName: string;
  numberEnd: string;
  holderName: string;
  nameCheck: NameCheck;
  /** With the guard's name of today. */
  percent: number;
  isMatch: boolean;
  reason: string | null;
  requestedBy: string;
  requestedByName: string;
  requestedAt: string;
  approvedByName: string | null;
  approvedAt: string | null;
  heldUntil: string | null;
  liftedAt: string | null;
  activeAt: string | null;
  endedByName: string | null;
  endedAt: string | null;
  endReason: string | null;
  sharedWith: string[];
  sharedElsewhere: number;
}

export interface GuardPin {
  setAt: string;
  setBy: string;
  setByName: string;
  lockedUntil: string | null;
}

export interface GuardAccounts {
  guardName: string;
  hasPhone: boolean;
  /** Where tips go; null for a guard who has none yet. */
  current: PayoutAccount | null;
  /** Asked for, or held. */
  waiting: PayoutAccount | null;
  /** Everything before, the newest first. */
  history: PayoutAccount[];
  pin: GuardPin | null;
}

type Row = Omit<PayoutAccount, "percent" | "isMatch" | "sharedElsewhere">;

/** The payout accounts of one guard, and whether a PIN could lift a hold. Throws FORBIDDEN, NOT_FOUND. */
export async function findPayoutAccount(ctx: Ctx, guardId: string): Promise<GuardAccounts> {
  const { organisationId } = requireStaff(ctx.actor, "payout-accounts.read", ctx.clock.now());
  const [found] = await query<{ guardName: string; hasPhone: boolean; accounts: Row[]; pin: GuardPin | null }>(
    ctx.db,
    sql`select ${GUARD_NAME} as "guardName", g.phone is not null as "hasPhone", ${ACCOUNTS} as accounts,
        (select jsonb_build_object('setAt', k.set_at, 'setBy', k.set_by, 'setByName', coalesce(u.name, 'Asante'),
            'lockedUntil', k.locked_until)
          from guard_pins k left join staff_users u on u.id = k.set_by where k.guard_id = g.id) as pin
      from guards g where g.organisation_id = ${organisationId} and g.id = ${guardId}`,
  );
  if (!found) throw new AppError("NOT_FOUND", "There is no such guard, or they are not yours.");
  const { guardName, hasPhone, pin } = found;
  const live = found.accounts.filter(({ status }) => status !== "rejected" && status !== "cancelled");
  const elsewhere = await countElsewhere(
    organisationId,
    live.map(({ id }) => id),
    ctx,
  );
  const accounts = found.accounts.map((row) => {
    const percent = nameMatchPercent(guardName, row.holderName);
    return { ...row, percent, isMatch: percent >= MATCH_PERCENT, sharedElsewhere: elsewhere.get(row.id) ?? 0 };
  });
  const current = accounts.find(({ status }) => status === "active") ?? null;
  const waiting = accounts.find(({ status }) => status === "requested" || status === "held") ?? null;
  const history = accounts.filter((account) => account !== current && account !== waiting);
  return { guardName, hasPhone, current, waiting, history, pin };
}

const ACCOUNTS = sql`coalesce((
  select jsonb_agg(jsonb_build_object('id', p.id, 'status', p.status, 'kind', p.kind,
      'destinationName', p.destination_name, 'numberEnd', p.number_end, 'holderName', p.holder_name,
      'nameCheck', p.name_check, 'reason', p.reason, 'requestedBy', p.requested_by,
      'requestedByName', coalesce(r.name, 'Asante'), 'requestedAt', p.requested_at,
      'approvedByName', case when p.approved_by is not null then coalesce(a.name, 'Asante') end,
      'approvedAt', p.approved_at, 'heldUntil', p.held_until, 'liftedAt', p.lifted_at, 'activeAt', p.active_at,
      'endedByName', case when p.ended_by is not null then coalesce(e.name, 'Asante') end,
      'endedAt', p.ended_at, 'endReason', p.end_reason, 'sharedWith', ${SHARED_WITH})
    order by p.requested_at desc, p.id desc)
  from payout_accounts p
    left join staff_users r on r.id = p.requested_by
    left join staff_users a on a.id = p.approved_by
    left join staff_users e on e.id = p.ended_by
  where p.organisation_id = g.organisation_id and p.guard_id = g.id), '[]')`;
