import { type SQL, sql } from "drizzle-orm";
import { newId } from "../../core/ids.ts";
import type { Instant } from "../../core/time.ts";
import { auditInsert } from "../audit/index.ts";
import { type Ctx, query } from "../context.ts";
import { parseInput } from "../parsing.ts";
import { takeLinkAttempt } from "./attempts.ts";
import { requireGoodPassword } from "./chosen-password.ts";
import { acceptanceForm } from "./input.ts";
import { hashSecret } from "./secrets.ts";

export type ApplyInvitationOutcome = { status: "accepted"; email: string } | { status: "dead" };

interface OpenInvitation {
  email: string;
  userId: string | null;
}

/**
 * Accepts an invitation, once: a new person gets a name and a password, one who works elsewhere keeps theirs, and both
 * become a member. They sign in next. Throws INVALID_INPUT without a name and for a password that is easily
 * guessed, and RATE_LIMITED.
 */
export async function applyInvitation(
  ctx: Ctx,
  { token, name, password }: { token: string; name: string; password: string },
): Promise<ApplyInvitationOutcome> {
  await takeLinkAttempt(ctx);
  const now = ctx.clock.now();
  const tokenHash = await hashSecret(token);
  const isOpen = sql`i.token_hash = ${tokenHash} and i.status = 'sent' and i.expires_at > ${now}::timestamptz`;
  const [open] = await query<OpenInvitation>(
    ctx.systemDb,
    sql`select i.email, u.id as "userId" from invitations i left join staff_users u on u.email = i.email where ${isOpen}`,
  );
  if (!open) return { status: "dead" };
  const userId = open.userId ?? newId("usr", now, ctx.randomness);
  const account = open.userId ? sql`` : await newAccount(ctx, { userId, name, password, email: open.email });
  const change = {
    organisationId: sql`accepted.organisation_id`,
    actor: `staff:${userId}`,
    action: "invitation.accepted",
    subject: sql`accepted.id`,
    after: sql`jsonb_build_object('user', ${userId}::text, 'role', accepted.role)`,
  };
  const accepted = await query(
    ctx.systemDb,
    sql`with accepted as (
        update invitations i set status = 'accepted', accepted_at = ${now}, token_hash = null
        where ${isOpen} returning i.id, i.organisation_id, i.role
      ) ${account}, joined as (
        insert into members (organisation_id, user_id, role, status, created_at)
        select organisation_id, ${userId}, role, 'active', ${now}::timestamptz from accepted
        on conflict (organisation_id, user_id) do update set role = excluded.role, status = 'active', removed_at = null
          where members.status = 'removed'
      ), audited as (${auditInsert(change, ctx, sql`accepted`)})
      select id from accepted`,
  );
  return accepted.length > 0 ? { status: "accepted", email: open.email } : { status: "dead" };
}

async function newAccount(
  ctx: Ctx,
  person: { userId: string; name: string; password: string; email: string },
): Promise<SQL> {
  const { userId, password, email } = person;
  const { name } = parseInput(acceptanceForm.pick({ name: true }), person);
  requireGoodPassword(password, [email, name], "password");
  const now: Instant = ctx.clock.now();
  return sql`, person as (
      insert into staff_users (id, name, email, email_verified, created_at, updated_at)
      select ${userId}, ${name}, ${email}, true, ${now}::timestamptz, ${now}::timestamptz from accepted
    ), account as (
      insert into staff_accounts (id, account_id, provider_id, user_id, password, created_at, updated_at)
      select ${newId("acc", now, ctx.randomness)}, ${userId}, 'credential', ${userId},
        ${await ctx.passwords.hash(password)}, ${now}::timestamptz, ${now}::timestamptz from accepted
    )`;
}
