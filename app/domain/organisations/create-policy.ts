import { sql } from "drizzle-orm";
import { AppError } from "../../core/errors.ts";
import { auditInsert } from "../audit/index.ts";
import { type Ctx, query } from "../context.ts";
import { requireStaff } from "../permissions.ts";
import { getPolicy } from "./get-policy.ts";
import { POLICY_COLUMNS, termsJson, termsValues } from "./policy-rows.ts";
import { type PolicyTerms, problemsOf } from "./rules.ts";

export type CreatePolicyOutcome = { status: "created"; version: number } | { status: "unchanged" | "superseded" };

/**
 * Brings a new version of the organisation's policy into force; versions are never changed. `basedOn` is the version that
 * the wishes were made on: another one meanwhile is an answer, not overwritten. The edge copies of its codes are out of
 * date by the same statement. Throws FORBIDDEN (the platform fee and the reserve are Asante's to set, and nobody
 * who could give refunds alone frees more of them of a second person), STEP_UP_REQUIRED, INVALID_INPUT.
 */
export async function createPolicy(
  ctx: Ctx,
  { basedOn, wishes }: { basedOn: number; wishes: Partial<PolicyTerms> },
): Promise<CreatePolicyOutcome> {
  const now = ctx.clock.now();
  const { organisationId, role } = requireStaff(ctx.actor, "policies.update", now);
  const { version, terms: old, fees, currency } = await getPolicy(ctx);
  if (version !== basedOn) return { status: "superseded" };
  const terms = { ...old, ...wishes };
  const isOfTheFee = terms.platformFeeBps !== old.platformFeeBps || terms.reserveBps !== old.reserveBps;
  if (role !== "platform" && isOfTheFee) {
    throw new AppError("FORBIDDEN", "Only Asante's own people change the platform fee and what is kept of it.");
  }
  if (role !== "platform" && terms.refundCheckAboveMinor > old.refundCheckAboveMinor) {
    throw new AppError("FORBIDDEN", "Only Asante lets larger refunds go out on one person's word. Lowering is free.");
  }
  const problems = problemsOf(terms, fees, currency);
  if (problems.length > 0) throw new AppError("INVALID_INPUT", "Some terms need another look.", problems);
  const [before, after] = [termsJson(old), termsJson(terms)];
  if (JSON.stringify(before) === JSON.stringify(after)) return { status: "unchanged" };
  const entry = { organisationId, action: "policy.created", subject: organisationId, before, after };
  const created = await query(
    ctx.db,
    sql`with changed as (
        insert into organisation_policies (${POLICY_COLUMNS})
        select ${organisationId}, ${basedOn + 1}, ${now}::timestamptz, ${termsValues(terms)}
        on conflict do nothing returning version
      ), outdated as (
        update qr_codes set snapshot_at = null
        where organisation_id = ${organisationId} and status = 'active' and exists (select from changed)
      ), audited as (${auditInsert(entry, ctx, sql`changed`)})
      select version from changed`,
  );
  return created.length > 0 ? { status: "created", version: basedOn + 1 } : { status: "superseded" };
}
