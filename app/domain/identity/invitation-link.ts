import { sql } from "drizzle-orm";
import { assert } from "../../core/assert.ts";
import { after, type Instant } from "../../core/time.ts";
import type { Ctx } from "../context.ts";
import { query } from "../context.ts";
import type { OutgoingMessage } from "../messages/index.ts";
import type { MemberRole } from "./input.ts";
import { LINK_MS } from "./rules.ts";
import { hashSecret, newSecret } from "./secrets.ts";
import { invitationLetter, linkUrl } from "./staff-mail.ts";

interface InvitationLink {
  tokenHash: string;
  expiresAt: Instant;
  message: OutgoingMessage;
}

type LinkParts = Pick<Ctx, "db" | "clock" | "randomness" | "settings">;

/** A new link of an invitation, and the message that carries it. */
export async function invitationLink(
  { db, clock, randomness, settings }: LinkParts,
  { organisationId, email, role }: { organisationId: string; email: string; role: MemberRole },
): Promise<InvitationLink> {
  const [organisation] = await query<{ name: string }>(
    db,
    sql`select name from organisations where id = ${organisationId}`,
  );
  assert(organisation, "an invitation is to an organisation");
  const token = newSecret(randomness);
  const expiresAt = after(clock.now(), LINK_MS);
  const letter = invitationLetter(
    { organisationName: organisation.name, role },
    linkUrl(settings.appUrl, "invitation", token),
  );
  return {
    tokenHash: await hashSecret(token),
    expiresAt,
    message: { organisationId, recipient: email, expiresAt, ...letter },
  };
}
