import { Form } from "@remix-run/react";
import { ExternalLink, QrCode } from "lucide-react";
import { CsrfField, useCsrf } from "#app/components/admin/csrf-field.tsx";
import { useOrganisation } from "#app/components/admin/use-organisation.ts";
import { Alert } from "#app/components/ui/alert.tsx";
import { buttonClass, LinkButton, SubmitButton } from "#app/components/ui/button.tsx";
import { Card } from "#app/components/ui/card.tsx";
import { ConfirmDialog } from "#app/components/ui/confirm-dialog.tsx";
import { CopyButton } from "#app/components/ui/copy-button.tsx";
import { DateTime } from "#app/components/ui/date-time.tsx";
import { DefinitionList } from "#app/components/ui/definition-list.tsx";
import { MoneyText } from "#app/components/ui/money-text.tsx";
import { Stat, StatGrid } from "#app/components/ui/stat.tsx";
import type { Guard } from "#app/domain/guards/index.ts";
import { GUARD_LANGUAGES } from "#app/domain/guards/input.ts";
import type { GuardSettlement } from "#app/domain/payouts/index.ts";

interface GuardOverviewProps {
  guard: Guard;
  money: GuardSettlement;
  maySeePayouts: boolean;
  code: { serial: string; version: number; createdAt: string; token: string } | null;
  appUrl: string;
  mayWrite: boolean;
}

/** Who the guard is, what works for them now, and what can be done. */
export function GuardOverview({ guard, money, maySeePayouts, code, appUrl, mayWrite }: GuardOverviewProps) {
  const { id, timeZone } = useOrganisation();
  const home = `/admin/${id}/guards/${guard.id}`;
  const payouts = maySeePayouts ? { to: `${home}/payouts` } : {};
  return (
    <div className="grid gap-6">
      <Standing guard={guard} timeZone={timeZone} />
      <StatGrid>
        <Stat
          label="Owed now"
          value={<MoneyText money={money.owed} />}
          hint="After fees, not yet paid out"
          to={`${home}/tips`}
        />
        <Stat
          label="In payout"
          value={<MoneyText money={money.inPayout} />}
          hint="Set aside, on its way"
          {...payouts}
        />
        <Stat label="Paid" value={<MoneyText money={money.paid} />} hint="To the guard’s own account" {...payouts} />
        <Stat
          label="Payout account"
          value={guard.hasPayoutAccount ? "Ready" : "None yet"}
          hint={guard.hasPayoutAccount ? "Approved by two of your staff" : "Tips are kept until there is one"}
          to={`${home}/payout-account`}
        />
      </StatGrid>
      <div className="grid items-start gap-6 lg:grid-cols-2">
        <Profile guard={guard} timeZone={timeZone} />
        <ActiveCode guard={guard} code={code} appUrl={appUrl} home={home} timeZone={timeZone} />
      </div>
      {mayWrite && guard.status !== "left" ? <StatusActions guard={guard} home={home} /> : null}
    </div>
  );
}

function Standing({ guard, timeZone }: { guard: Guard; timeZone: string }) {
  if (guard.status === "draft") {
    return <Alert title="This guard is a draft">They have no code and take no tips until you activate them.</Alert>;
  }
  if (guard.status === "suspended") {
    return (
      <Alert tone="warning" title="Suspended">
        A patron who scans the code is told kindly that this guard takes no tips at the moment.
      </Alert>
    );
  }
  if (guard.status !== "left" || guard.leftAt === null) return null;
  return (
    <Alert tone="neutral" title="This guard has left">
      Since <DateTime at={guard.leftAt} timeZone={timeZone} />. Their codes are revoked; what they are owed stays owed.
    </Alert>
  );
}

function Profile({ guard, timeZone }: { guard: Guard; timeZone: string }) {
  return (
    <Card title="Profile">
      <DefinitionList
        items={[
          { term: "Patrons see", value: guard.displayName },
          { term: "Site", value: guard.siteName },
          { term: "Employee id", value: guard.employeeId },
          { term: "Badge number", value: guard.badgeNumber ?? "—" },
          { term: "Mobile phone", value: guard.phone ?? "—" },
          { term: "Language", value: GUARD_LANGUAGES[guard.language] ?? guard.language },
          { term: "Added", value: <DateTime at={guard.createdAt} timeZone={timeZone} /> },
        ]}
      />
    </Card>
  );
}

interface ActiveCodeProps extends Pick<GuardOverviewProps, "guard" | "code" | "appUrl"> {
  home: string;
  timeZone: string;
}

function ActiveCode({ guard, code, appUrl, home, timeZone }: ActiveCodeProps) {
  if (code === null) {
    return (
      <Card title="Code" actions={<LinkButton to={`${home}/codes`}>All codes</LinkButton>}>
        <p className="text-soft">
          {guard.status === "left" ? "Revoked when they left." : "There is none. An active guard gets one."}
        </p>
      </Card>
    );
  }
  const address = `${appUrl}/g/${code.token}`;
  return (
    <Card title="Code" actions={<LinkButton to={`${home}/codes`}>All codes</LinkButton>}>
      <DefinitionList
        items={[
          {
            term: "Serial",
            value: <span className="font-mono">{code.serial}</span>,
            action: <CopyButton value={code.serial} label="Copy serial" />,
          },
          { term: "Version", value: String(code.version) },
          { term: "Since", value: <DateTime at={code.createdAt} timeZone={timeZone} /> },
        ]}
      />
      <div className="mt-5 flex flex-wrap gap-3">
        <a href={address} target="_blank" rel="noreferrer" className={buttonClass("secondary")}>
          <ExternalLink aria-hidden="true" /> Open the patron's page
        </a>
        <CopyButton value={address} label="Copy its address" />
        <LinkButton to={`${home}/codes`} variant="quiet" icon={<QrCode aria-hidden="true" />}>
          Print or replace it
        </LinkButton>
      </div>
    </Card>
  );
}

function StatusActions({ guard, home }: { guard: Guard; home: string }) {
  const csrf = useCsrf();
  const action = `${home}?index`;
  const name = `${guard.firstName} ${guard.lastName}`;
  return (
    <Card title="Status" description="Each of these takes effect at once and is kept in the audit log.">
      <div className="flex flex-wrap gap-3">
        {guard.status === "draft" ? (
          <OneTap intent="activate" label="Activate: mint a code and take tips" action={action} />
        ) : null}
        {guard.status === "suspended" ? (
          <OneTap intent="reinstate" label="Reinstate: the same code takes tips again" action={action} />
        ) : null}
        {guard.status === "active" ? (
          <ConfirmDialog
            trigger={{ label: "Suspend", variant: "secondary" }}
            title={`Suspend ${name}?`}
            description="Their code takes no tips until you reinstate them; printed posters stay good. What they are owed stays owed. You can undo this."
            confirmLabel="Suspend"
            tone="primary"
            action={action}
            fields={{ csrf, intent: "suspend" }}
          />
        ) : null}
        <ConfirmDialog
          trigger={{ label: "Mark as left", variant: "danger" }}
          title={`Mark ${name} as left?`}
          description="Their code is revoked at once and cannot be used again; take their posters down. What they are owed stays owed and is paid out. This cannot be undone: somebody who comes back is added again."
          confirmLabel="Mark as left"
          action={action}
          fields={{ csrf, intent: "leave" }}
        />
      </div>
    </Card>
  );
}

function OneTap({ intent, label, action }: { intent: string; label: string; action: string }) {
  return (
    <Form method="post" action={action}>
      <CsrfField />
      <SubmitButton name="intent" value={intent}>
        {label}
      </SubmitButton>
    </Form>
  );
}
