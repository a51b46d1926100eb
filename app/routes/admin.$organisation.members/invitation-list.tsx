import { useCsrf } from "#app/components/admin/csrf-field.tsx";
import { Badge, type Tone } from "#app/components/ui/badge.tsx";
import { Card } from "#app/components/ui/card.tsx";
import { ConfirmDialog } from "#app/components/ui/confirm-dialog.tsx";
import { DateTime } from "#app/components/ui/date-time.tsx";
import { ROLE_WORDS, type Role } from "./roles.ts";

export interface Invitation {
  invitationId: string;
  email: string;
  role: Role;
  status: "requested" | "sent" | "expired";
  invitedBy: { userId: string; name: string | null };
  expiresAt: Date | null;
}

interface InvitationListProps {
  invitations: readonly Invitation[];
  timeZone: string;
  mayChange: boolean;
  userId: string;
}

const STATES: Record<Invitation["status"], { words: string; tone: Tone }> = {
  requested: { words: "Waits for a second person", tone: "warning" },
  sent: { words: "Sent", tone: "info" },
  expired: { words: "Expired", tone: "neutral" },
};

/** Invitations that nobody accepted yet. Whoever asked for one to anything but auditor cannot agree to it. */
export function InvitationList({ invitations, timeZone, mayChange, userId }: InvitationListProps) {
  if (invitations.length === 0) return null;
  return (
    <Card title="Invitations" flush>
      <ul className="divide-y divide-line">
        {invitations.map((invitation) => (
          <li
            key={invitation.invitationId}
            className="flex flex-wrap items-center justify-between gap-x-6 gap-y-3 px-4 py-4 sm:px-6"
          >
            <div className="min-w-0 flex-1 basis-64">
              <p className="flex flex-wrap items-center gap-2">
                <span className="wrap-anywhere font-semibold">{breakable(invitation.email)}</span>
                <Badge>{ROLE_WORDS[invitation.role].label}</Badge>
                <Badge tone={STATES[invitation.status].tone}>{STATES[invitation.status].words}</Badge>
              </p>
              <p className="text-sm text-soft">
                Invited by {invitation.invitedBy.name ?? "Asante"}
                {invitation.status === "sent" && invitation.expiresAt !== null ? (
                  <>
                    {" "}
                    · link works until <DateTime at={invitation.expiresAt} timeZone={timeZone} />
                  </>
                ) : null}
              </p>
            </div>
            {mayChange ? <Decide invitation={invitation} isOwn={invitation.invitedBy.userId === userId} /> : null}
          </li>
        ))}
      </ul>
    </Card>
  );
}

/** A long address goes on below at its @ rather than anywhere. */
function breakable(email: string) {
  const [name, domain] = email.split("@");
  return (
    <>
      {name}
      <wbr />@{domain}
    </>
  );
}

function Decide({
  invitation: { invitationId, email, role, status },
  isOwn,
}: {
  invitation: Invitation;
  isOwn: boolean;
}) {
  const csrf = useCsrf();
  return (
    <div className="flex flex-wrap gap-2">
      {status === "requested" && !isOwn ? (
        <ConfirmDialog
          trigger={{ label: "Agree", size: "sm", variant: "primary" }}
          title={`Invite ${email} as ${ROLE_WORDS[role].label.toLowerCase()}?`}
          description="The invitation goes out now. Both names are kept in the audit log."
          confirmLabel="Agree and send"
          tone="primary"
          fields={{ csrf, intent: "release", id: invitationId }}
        />
      ) : null}
      <ConfirmDialog
        trigger={{ label: "Withdraw", size: "sm", variant: "danger" }}
        title={`Withdraw the invitation of ${email}?`}
        description="Its link stops working at once. You can invite them again."
        confirmLabel="Withdraw"
        tone="danger"
        fields={{ csrf, intent: "revoke", id: invitationId }}
      />
    </div>
  );
}
