import { Form, useLoaderData } from "@remix-run/react";
import { MonitorSmartphone } from "lucide-react";
import { CsrfField, useCsrf } from "#app/components/admin/csrf-field.tsx";
import { Badge } from "#app/components/ui/badge.tsx";
import { SubmitButton } from "#app/components/ui/button.tsx";
import { Card } from "#app/components/ui/card.tsx";
import { ConfirmDialog } from "#app/components/ui/confirm-dialog.tsx";
import { DateTime } from "#app/components/ui/date-time.tsx";
import type { loader } from "./route.tsx";

export function Devices() {
  const { devices } = useLoaderData<typeof loader>();
  const csrf = useCsrf();
  const signOutOthers =
    devices.length > 1 ? (
      <ConfirmDialog
        trigger={{ label: "Sign out all others", size: "sm" }}
        title="Sign out all your other devices?"
        description="Each asks for your password and second factor again. This one stays signed in."
        confirmLabel="Sign them out"
        fields={{ csrf, intent: "end-others" }}
      />
    ) : undefined;
  return (
    <Card
      title="Where you are signed in"
      description="Times are in UTC. If you do not know one of these, sign it out and change your password."
      actions={signOutOthers}
      flush
    >
      <ul className="divide-y divide-line border-line border-t">
        {devices.map((device) => (
          <Device key={device.sessionId} device={device} />
        ))}
      </ul>
    </Card>
  );
}

type ListedDevice = ReturnType<typeof useLoaderData<typeof loader>>["devices"][number];

function Device({ device: { sessionId, isCurrent, browser, address, createdAt, seenAt } }: { device: ListedDevice }) {
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-3 px-4 py-4 sm:px-6">
      <MonitorSmartphone aria-hidden="true" className="size-5 text-soft" />
      <div className="min-w-0 flex-1 basis-48">
        <p className="flex flex-wrap items-center gap-2 font-medium">
          {browser} {isCurrent ? <Badge tone="success">This device</Badge> : null}
        </p>
        <p className="text-soft text-sm">
          {address ? `${address} · ` : ""}
          {createdAt ? (
            <>
              since <DateTime at={createdAt} timeZone="UTC" />
            </>
          ) : null}
          {seenAt && !isCurrent ? (
            <>
              , last active <DateTime at={seenAt} timeZone="UTC" style="time" />
            </>
          ) : null}
        </p>
      </div>
      {isCurrent ? null : (
        <Form method="post">
          <CsrfField />
          <input type="hidden" name="session" value={sessionId} />
          <SubmitButton
            name="intent"
            value="end-session"
            variant="secondary"
            size="sm"
            aria-label={`Sign out ${browser}`}
          >
            Sign out
          </SubmitButton>
        </Form>
      )}
    </li>
  );
}
