import { useCsrf } from "#app/components/admin/csrf-field.tsx";
import { Card } from "#app/components/ui/card.tsx";
import { ConfirmDialog } from "#app/components/ui/confirm-dialog.tsx";
import { ROLE_WORDS, type Role } from "./roles.ts";

export interface RoleChange {
  changeId: string;
  userId: string;
  name: string;
  fromRole: Role;
  toRole: Role;
  requestedBy: { userId: string; name: string | null };
}

interface RoleChangeListProps {
  changes: readonly RoleChange[];
  mayChange: boolean;
  userId: string;
}

/** Changes of role that wait for a second person: neither who asked nor whose role it is. */
export function RoleChangeList({ changes, mayChange, userId }: RoleChangeListProps) {
  const csrf = useCsrf();
  if (changes.length === 0) return null;
  return (
    <Card title="Waits for a second person" flush>
      <ul className="divide-y divide-line">
        {changes.map(({ changeId, name, fromRole, toRole, requestedBy, ...change }) => (
          <li key={changeId} className="flex flex-wrap items-center justify-between gap-x-6 gap-y-3 px-4 py-4 sm:px-6">
            <p className="min-w-0 flex-1 basis-64">
              <span className="font-semibold">{name}</span>: {ROLE_WORDS[fromRole].label} → {ROLE_WORDS[toRole].label}
              <span className="block text-sm text-soft">Asked by {requestedBy.name ?? "Asante"}</span>
            </p>
            {mayChange ? (
              <div className="flex flex-wrap gap-2">
                {requestedBy.userId === userId || change.userId === userId ? null : (
                  <ConfirmDialog
                    trigger={{ label: "Agree", size: "sm", variant: "primary" }}
                    title={`Make ${name} ${ROLE_WORDS[toRole].label.toLowerCase()}?`}
                    description="It takes effect at once; they sign in again. Both names are kept in the audit log."
                    confirmLabel="Agree"
                    tone="primary"
                    fields={{ csrf, intent: "apply", id: changeId }}
                  />
                )}
                <ConfirmDialog
                  trigger={{ label: "Decline", size: "sm", variant: "danger" }}
                  title={`Decline the new role of ${name}?`}
                  description="The role stays as it is. It can be asked for again."
                  confirmLabel="Decline"
                  tone="danger"
                  fields={{ csrf, intent: "decline", id: changeId }}
                />
              </div>
            ) : null}
          </li>
        ))}
      </ul>
    </Card>
  );
}
