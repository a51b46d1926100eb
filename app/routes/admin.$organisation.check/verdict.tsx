import { Form } from "@remix-run/react";
import { Siren } from "lucide-react";
import { useEffect, useRef } from "react";
import { CsrfField } from "#app/components/admin/csrf-field.tsx";
import { useOrganisation } from "#app/components/admin/use-organisation.ts";
import { Alert } from "#app/components/ui/alert.tsx";
import { Badge } from "#app/components/ui/badge.tsx";
import { LinkButton, SubmitButton } from "#app/components/ui/button.tsx";
import { Card } from "#app/components/ui/card.tsx";
import { DateTime } from "#app/components/ui/date-time.tsx";
import { DefinitionList } from "#app/components/ui/definition-list.tsx";
import { Field } from "#app/components/ui/field.tsx";
import { Input, Select } from "#app/components/ui/input.tsx";
import type { CodeCheck, FoundCode } from "#app/domain/qr/index.ts";
import { NOTE_MAX_CHARACTERS } from "#app/domain/qr/input.ts";

/** What became of looking: the code's verdict, or why there is none. */
export type Verdict = CodeCheck | { status: "no_code" } | { status: "no_picture" } | { status: "empty" };

interface VerdictNoticeProps {
  verdict: Verdict;
  text: string;
  sites: { id: string; name: string }[];
  mayReport: boolean;
}

/** The answer, first in sight and read aloud as it comes. */
export function VerdictNotice(props: VerdictNoticeProps) {
  const place = useRef<HTMLDivElement>(null);
  const { verdict } = props;
  useEffect(() => {
    if (verdict) place.current?.focus();
  }, [verdict]);
  return (
    <div ref={place} tabIndex={-1} className="grid gap-4 outline-none">
      <Words {...props} />
    </div>
  );
}

function Words({ verdict, text, sites, mayReport }: VerdictNoticeProps) {
  switch (verdict.status) {
    case "ours":
      return <Ours code={verdict.code} bySerial={verdict.bySerial} />;
    case "of_another":
      return (
        <Alert tone="warning" role="alert" title="An Asante code, but not of your organisation">
          Tips go to somebody else’s guard. If it hangs where one of yours should, take it down and hang yours.
        </Alert>
      );
    case "not_ours":
      return (
        <>
          <Alert tone="danger" role="alert" title="NOT OURS">
            {verdict.host === null
              ? "It looks like one of our codes, and was never made by us."
              : `It leads to ${verdict.host}, which is not us.`}{" "}
            Do not pay through it. Keep a photo, take it down, hang the guard’s own code, and look at the other codes at
            this place.
          </Alert>
          {mayReport ? <Report found={verdict.host ?? text} sites={sites} /> : null}
        </>
      );
    case "unknown_serial":
      return (
        <Alert tone="warning" role="alert" title="None of your codes has this serial">
          Look at it again: a letter may be wrong. If it is printed like that, the code is not yours: scan it to see
          where it leads.
        </Alert>
      );
    default:
      return (
        <Alert tone="info" role="alert" title={UNREAD[verdict.status].title}>
          {UNREAD[verdict.status].next}
        </Alert>
      );
  }
}

const UNREAD = {
  other_page: {
    title: "This is no code of a guard",
    next: "It is a page of ours that takes no tips, such as a receipt.",
  },
  unreadable: {
    title: "This is no address and no serial",
    next: "If it came out of a code at a gate, the code is not ours. If you typed it, look at it again.",
  },
  no_code: {
    title: "No code was found in the photo",
    next: "Take it again from nearer, straight on, and with light; or type the serial.",
  },
  no_picture: {
    title: "The photo could not be opened",
    next: "Choose a JPEG, PNG or WebP of at most 10 MB; or type the serial.",
  },
  empty: { title: "There is nothing to check", next: "Choose a photo, or type the address or the serial." },
} as const;

function Ours({ code, bySerial }: { code: FoundCode; bySerial: boolean }) {
  const { id, timeZone } = useOrganisation();
  const isGood = code.status === "active" && code.guard.status === "active";
  return (
    <>
      <Alert tone={isGood ? "success" : "warning"} role="alert" title={isGood ? "OURS" : "OURS, but it takes no tips"}>
        {whatToDo(code)}
        {bySerial
          ? " Only the serial was compared: scan the code itself too, as a false one may carry a copied serial."
          : ""}
      </Alert>
      <Card
        title={code.guard.name}
        actions={<LinkButton to={`/admin/${id}/guards/${code.guard.id}/codes`}>Open the guard’s codes</LinkButton>}
      >
        <DefinitionList
          items={[
            { term: "Patrons see", value: code.guard.displayName },
            { term: "Site", value: code.siteName },
            { term: "Serial", value: <span className="font-mono">{code.serial}</span> },
            { term: "Version", value: code.version },
            {
              term: "Status",
              value:
                code.status === "active" ? (
                  <Badge tone="success" dot>
                    Active
                  </Badge>
                ) : (
                  <>
                    Revoked{" "}
                    {code.revokedAt === null ? null : <DateTime at={code.revokedAt} timeZone={timeZone} style="date" />}
                  </>
                ),
            },
          ]}
        />
      </Card>
    </>
  );
}

function whatToDo({ status, guard, siteName }: FoundCode): string {
  if (status === "revoked") return "It was revoked. Take it down and hang the guard’s new code.";
  if (guard.status === "suspended") return `${guard.name} is suspended, and patrons are told so kindly.`;
  if (guard.status !== "active") return `${guard.name} is not active.`;
  return `It leads to ${guard.name} at ${siteName}. If somebody else stands here, hang theirs.`;
}

function Report({ found, sites }: { found: string; sites: { id: string; name: string }[] }) {
  return (
    <Card title="Report it" description="Raises an alert, so that your colleagues look at the other codes there.">
      <Form method="post" className="grid gap-4">
        <CsrfField />
        <input type="hidden" name="found" value={found.slice(0, 200)} />
        <Field label="Where it hangs" id="report-site" name="siteId" optional>
          {(control) => (
            <Select
              {...control}
              placeholder="Choose a site"
              options={sites.map(({ id, name }) => ({ value: id, label: name }))}
            />
          )}
        </Field>
        <Field label="What you saw" id="report-note" name="note" optional>
          {(control) => <Input {...control} maxLength={NOTE_MAX_CHARACTERS} autoComplete="off" />}
        </Field>
        <div>
          <SubmitButton
            name="intent"
            value="report"
            variant="danger-solid"
            pendingLabel="Reporting…"
            icon={<Siren aria-hidden="true" />}
          >
            Report the swap
          </SubmitButton>
        </div>
      </Form>
    </Card>
  );
}
