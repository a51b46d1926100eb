import { sql } from "drizzle-orm";
import { type Ctx, query } from "../context.ts";
import { takeLinkAttempt } from "./attempts.ts";
import type { MemberRole } from "./input.ts";
import { hashSecret } from "./secrets.ts";

export interface FoundInvitation {
  organisationName: string;
  email: string;
  role: MemberRole;
  /** Works elsewhere already, and needs neither name nor password. */
  hasAccount: boolean;
}

/** What a link invites to; null when it no longer works. Looking does not use it up. Throws RATE_LIMITED. */
export async function findInvitation(ctx: Ctx, { token }: { token: string }): Promise<FoundInvitation | null> {
  await takeLinkAttempt(ctx);
  const [found] = await query<FoundInvitation>(
    ctx.systemDb,
    sql`select o.name as "organisationName", i.email, i.role,
        exists (select from staff_users u where u.email = i.email) as "hasAccount"
      from invitations i join organisations o on o.id = i.organisation_id
      where i.token_hash = ${await hashSecret(token)} and i.status = 'sent' and i.expires_at > ${ctx.clock.now()}`,
  );
  return found ?? null;
}
