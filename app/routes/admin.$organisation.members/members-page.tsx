import type { SubmissionResult } from "@conform-to/react";
import { UserX } from "lucide-react";
import { useCsrf } from "#app/components/admin/csrf-field.tsx";
import { PageHeader } from "#app/components/admin/page-header.tsx";
import { Avatar } from "#app/components/ui/avatar.tsx";
import { Badge } from "#app/components/ui/badge.tsx";
import { Card } from "#app/components/ui/card.tsx";
import { ConfirmDialog } from "#app/components/ui/confirm-dialog.tsx";
import { DateTime } from "#app/components/ui/date-time.tsx";
import { EmptyState } from "#app/components/ui/empty-state.tsx";
import { Field } from "#app/components/ui/field.tsx";
import { FilterBar } from "#app/components/ui/filter-bar.tsx";
import { FormErrors } from "#app/components/ui/form-errors.tsx";
import { Select } from "#app/components/ui/input.tsx";
import { StepUpNotice } from "#app/step-up.tsx";
import { type Invitation, InvitationList } from "./invitation-list.tsx";
import { InviteForm } from "./invite-form.tsx";
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
  /** How many there are, whoever is searched for. */
  total: number;
  search: string;
  refused: { problem: string } | null;
  lastInvite: SubmissionResult<string[]> | null;
}

/** As many are looked through sooner than searched. */
const SEARCHED_FROM = 21;

/** Who works for the organisation and as what, who was asked to, and what waits for a second person. */
export function MembersPage(props: MembersPageProps) {
  const { members, invitations, roleChanges, refused, total, search, lastInvite, ...page } = props;
  return (
    <>
      <PageHeader
        title="Members"
        description="Whoever may have a say over money, which is everybody but auditors, is agreed to by a second person."
      />
      <StepUpNotice needs="members.grant" />
      <div className="grid gap-6">
        {refused === null ? null : <FormErrors errors={[{ message: refused.problem }]} />}
        <RoleChangeList changes={roleChanges} {...page} />
        <InvitationList invitations={invitations} {...page} />
        {page.mayChange ? <InviteForm lastResult={lastInvite} /> : null}
        <Card title="Members" description={countWords(members.length, total)} flush>
          {total < SEARCHED_FROM && search === "" ? null : (
            <div className="px-4 pb-4 sm:px-6">
              <FilterBar searchLabel="Search members" searchPlaceholder="Name or e-mail" />
            </div>
          )}
          {members.length > 0 ? null : (
            <EmptyState icon={UserX} title="Nobody matches">
              Try fewer letters, or clear the search.
            </EmptyState>
          )}
          <ul className="divide-y divide-line">
            {members.map((member) => (
              <MemberRow key={member.userId} member={member} {...page} />
            ))}
          </ul>
        </Card>
      </div>
    </>
  );
}

function countWords(shown: number, total: number): string {
  const people = total === 1 ? "1 person" : `${total} people`;
  return shown === total ? people : `${shown} of ${people}`;
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
    <li className="flex flex-wrap items-center gap-x-4 gap-y-3 px-4 py-4 sm:px-6">
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
        description="They sign in again with the new role. A second person has to agree first, but to auditor, or from a higher role to operations."
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
        description="Their sessions end at once. What they did stays in the audit log. They cannot be put back by an undo: invite them again."
        confirmLabel="Remove"
        tone="danger"
        fields={{ csrf, intent: "remove", id: userId }}
      />
    </div>
  );
}
