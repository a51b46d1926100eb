import { createHash, randomBytes } from "node:crypto";
import type { MemberRole } from "#app/domain/identity/input.ts";
import { rowsOf } from "#test/setup/books.ts";
import type { Stack } from "#test/setup/stack.ts";

/** An invitation that was sent: the path its letter leads to. For roles that need no second person. */
export async function inviteDirectly(
  { database }: Pick<Stack, "database">,
  { organisationId, email, role }: { organisationId: string; email: string; role: MemberRole },
): Promise<string> {
  const token = randomBytes(26).toString("hex");
  await rowsOf(
    database.ownerUrl,
    `insert into invitations (id, organisation_id, email, role, status, invited_by, token_hash, expires_at, created_at)
      values ($1, $2, $3, $4, 'sent', 'usr-demo-lagos-admin', $5, now() + interval '30 minutes', now())`,
    [`inv-test-${token.slice(0, 16)}`, organisationId, email, role, createHash("sha256").update(token).digest("hex")],
  );
  return `/admin/invitation/${token}`;
}
