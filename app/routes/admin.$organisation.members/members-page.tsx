import { Form } from "@remix-run/react";
import { UserPlus } from "lucide-react";
import { CsrfField, useCsrf } from "#app/components/admin/csrf-field.tsx";
import { PageHeader } from "#app/components/admin/page-header.tsx";
import { Avatar } from "#app/components/ui/avatar.tsx";
import { Badge } from "#app/components/ui/badge.tsx";
import { SubmitButton } from "#app/components/ui/button.tsx";
import { Card } from "#app/components/ui/card.tsx";
import { ConfirmDialog } from "#app/components/ui/confirm-dialog.tsx";
import { DateTime } from "#app/components/ui/date-time.tsx";
import { Field } from "#app/components/ui/field.tsx";
import { FormErrors } from "#app/components/ui/form-errors.tsx";
import { Input, Select } from "#app/components/ui/input.tsx";
import { StepUpNotice } from "#app/step-up.tsx";
import { type Invitation, InvitationList } from "./invitation-list.tsx";
import { type RoleChange, RoleChangeList } from "./role-change-list.tsx";
import { ROLE_OPTIONS, ROLE_WORDS, type Role } from "./roles.ts";

interface Member {
  userId: string;
  name: string;
  email: string;
  role: Role;
  createdAt: Date | null;
}

interface MembersPageProps {
  members: readonly Member[];
  invitations: readonly Invitation[];
  roleChanges: readonly RoleChange[];
  timeZone: string;
  mayChange: boolean;
  userId: string;
  refused: { problem: string; fieldId: string | null } | null;
}

/** Who works for the organisation and as what, who was asked to, and what waits for a second person. */
export function MembersPage({ members, invitations, roleChanges, refused, ...page }: MembersPageProps) {
  return (
    <>
      <PageHeader
        title="Members"
        description="Whoever may have a say over money, which is everybody but auditors, is agreed to by a second person."
      />
      <StepUpNotice needs="members.grant" />
      <div className="grid gap-6">
        {refused === null ? null : (
          <FormErrors errors={[{ message: refused.problem, fieldId: refused.fieldId ?? undefined }]} />
        )}
        <RoleChangeList changes={roleChanges} {...page} />
        <InvitationList invitations={invitations} {...page} />
        <Card title="Members" description={members.length === 1 ? "1 person" : `${members.length} people`} flush>
          <ul className="divide-y divide-line">
            {members.map((member) => (
              <MemberRow key={member.userId} member={member} {...page} />
            ))}
          </ul>
        </Card>
        {page.mayChange ? <Invite /> : null}
      </div>
    </>
  );
}

interface MemberRowProps {
  member: Member;
  timeZone: string;
  mayChange: boolean;
  userId: string;
}

function MemberRow({ member, timeZone, mayChange, userId }: MemberRowProps) {
  const isSelf = member.userId === userId;
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-3 px-4 py-4 sm:px-5">
      <Avatar name={member.name} />
      <div className="min-w-0 flex-1 basis-56">
        <p className="flex flex-wrap items-center gap-2">
          <span className="font-semibold">{member.name}</span>
          <Badge>{ROLE_WORDS[member.role].label}</Badge>
          {isSelf ? <Badge tone="info">You</Badge> : null}
        </p>
        <p className="wrap-anywhere text-sm text-soft">
          {member.email}
          {member.createdAt === null ? null : (
            <>
              {" "}
              · since <DateTime at={member.createdAt} timeZone={timeZone} style="date" />
            </>
          )}
        </p>
      </div>
      {mayChange && !isSelf ? <MemberActions member={member} /> : null}
    </li>
  );
}

function MemberActions({ member: { userId, name, role } }: { member: Member }) {
  const csrf = useCsrf();
  return (
    <div className="flex flex-wrap gap-2">
      <ConfirmDialog
        trigger={{ label: "Change role", size: "sm" }}
        title={`Change the role of ${name}?`}
        description="They sign in again with the new role. To anything but auditor, a second person has to agree first."
        confirmLabel="Change role"
        tone="primary"
        fields={{ csrf, intent: "role", id: userId }}
      >
        <Field label="New role" id={`role-${userId}`} name="role">
          {(control) => <Select {...control} defaultValue={role} options={ROLE_OPTIONS} />}
        </Field>
      </ConfirmDialog>
      <ConfirmDialog
        trigger={{ label: "Remove", size: "sm", variant: "danger" }}
        title={`Remove ${name}?`}
        description="Their sessions end at once. What they did stays in the audit log. They can be invited again."
        confirmLabel="Remove"
        tone="danger"
        fields={{ csrf, intent: "remove", id: userId }}
      />
    </div>
  );
}

function Invite() {
  return (
    <Card title="Invite somebody" description="They get a link by e-mail that works once, for 30 minutes.">
      <Form method="post" className="grid gap-5 sm:grid-cols-2">
        <CsrfField />
        <input type="hidden" name="intent" value="invite" />
        <Field label="E-mail" id="invite-email" name="email">
          {(control) => <Input {...control} type="email" required autoComplete="off" />}
        </Field>
        <Field
          label="Role"
          id="invite-role"
          name="role"
          hint="All but auditors wait for a second person: another owner or admin, or Asante."
        >
          {(control) => <Select {...control} defaultValue="operations" options={ROLE_OPTIONS} />}
        </Field>
        <div>
          <SubmitButton name="send" value="invite" pendingLabel="Inviting…" icon={<UserPlus aria-hidden="true" />}>
            Invite
          </SubmitButton>
        </div>
      </Form>
    </Card>
  );
}
