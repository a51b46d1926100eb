import type pg from "pg";
import { post } from "./postings.ts";

export interface GuardTip {
  guardId: string;
  id: string;
  /** Minor units of naira; all of it is the guard's. */
  minor?: bigint;
  paidAt?: string;
}

/** A credited tip of Lagos of which the guard keeps all, with its payment and its posting, as booking it would have left them. */
export async function addGuardTip(client: pg.ClientBase, tip: GuardTip): Promise<void> {
  const { guardId, id, minor = 50_000n, paidAt = "2026-03-01T00:00:00Z" } = tip;
  await client.query(
    `insert into qr_codes (id, organisation_id, guard_id, token, serial, version, status)
     values ('code-' || $1, 'org-demo-lagos', $1, $1, $1, 1, 'active') on conflict do nothing`,
    [guardId],
  );
  await client.query(
    `insert into tips (id, organisation_id, guard_id, code_id, currency, amount_minor, charge_minor, covers_fee, policy_version,
       platform_fee_minor, rail_fee_bearer, status, receipt_code, receipt_token, paid_at, credited_at, created_at)
     values ($2, 'org-demo-lagos', $1, 'code-' || $1, 'NGN', $3, $3, false, 1, 0, 'guard', 'succeeded', $2, $2, $4, $4, $4)`,
    [guardId, id, String(minor), paidAt],
  );
  await client.query(
    `insert into payments (reference, organisation_id, tip_id, rail, environment, currency, requested_minor, charged_minor, rail_fee_minor)
     values ($1, 'org-demo-lagos', $1, 'paystack', 'test', 'NGN', $2, $2, 0)`,
    [id, String(minor)],
  );
  await client.query("insert into tip_history (tip_id, status, cause, at) values ($1, 'succeeded', 'test', now())", [
    id,
  ]);
  const credit = `guard_payable:${guardId}`;
  await post(client, { group: id, reference: id, id: `${id}:tip_gross`, kind: "tip_gross", credit, amount: minor });
}
