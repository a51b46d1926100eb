import { useLoaderData } from "@remix-run/react";
import { MailCheck } from "lucide-react";
import { useCsrf } from "#app/components/admin/csrf-field.tsx";
import { PageHeader } from "#app/components/admin/page-header.tsx";
import { Card } from "#app/components/ui/card.tsx";
import { ConfirmDialog } from "#app/components/ui/confirm-dialog.tsx";
import { DateTime } from "#app/components/ui/date-time.tsx";
import { EmptyState } from "#app/components/ui/empty-state.tsx";
import { Pagination } from "#app/components/ui/pagination.tsx";
import { StateLinks } from "#app/components/ui/state-links.tsx";
import { listDeadLetters, sendDeadLetter } from "#app/domain/payments/index.ts";
import { platformAction, platformLoader } from "#app/platform-door.ts";
import { redirectWithFlash } from "#app/staff-flash.ts";
import { StepUpNotice } from "#app/step-up.tsx";

export const handle = { crumb: "Dead letters" };

export const loader = platformLoader("platform.read", async ({ ctx, request }) => {
  const params = new URL(request.url).searchParams;
  const state = params.get("state") === "replayed" ? "replayed" : "waiting";
  const page = await listDeadLetters(ctx, { state, after: params.get("after"), before: params.get("before") });
  return { ...page, state } as const;
});

const ANSWERS = {
  replayed: { message: "Sent once more." },
  not_waiting: { message: "Somebody had sent it already.", tone: "warning" },
  not_a_wake_up: { message: "Not sent: no consumer of ours would know it.", tone: "warning" },
} as const;

export const action = platformAction("platform.write", async ({ ctx, form }) => {
  const { status } = await sendDeadLetter(ctx, { deadLetterId: String(form.get("id") ?? "") });
  return redirectWithFlash("/admin/platform/dead-letters", ANSWERS[status], ctx.clock.now());
});

export default function DeadLetters() {
  const { rows, newer, older, state } = useLoaderData<typeof loader>();
  return (
    <>
      <PageHeader
        title="Dead letters"
        description="Queue messages that were given up. They only wake a consumer: what they spoke of is recorded, and the sweep finishes it."
      />
      <StepUpNotice needs="platform.write" />
      <StateLinks label="Which messages" states={{ waiting: "Waiting", replayed: "Replayed" }} current={state} />
      <Card flush>
        {rows.length === 0 ? (
          <EmptyState icon={MailCheck} title={state === "waiting" ? "No message was given up" : "None was replayed"} />
        ) : (
          <ul className="divide-y divide-line">
            {rows.map((letter) => (
              <LetterRow key={letter.id} letter={letter} />
            ))}
          </ul>
        )}
      </Card>
      <Pagination newer={newer} older={older} />
    </>
  );
}

interface Letter {
  id: string;
  queue: string;
  body: string;
  receivedAt: string;
  replayedAt: string | null;
}

function LetterRow({ letter: { id, queue, body, receivedAt, replayedAt } }: { letter: Letter }) {
  const csrf = useCsrf();
  return (
    <li className="flex flex-wrap items-start justify-between gap-x-6 gap-y-3 px-4 py-4 sm:px-6">
      <div className="min-w-0 flex-1 basis-72">
        <p className="font-semibold">{queue}</p>
        <code className="block break-all text-sm">{body}</code>
        <p className="text-sm text-soft">
          Given up <DateTime at={receivedAt} timeZone="UTC" />
          {replayedAt === null ? null : (
            <>
              {" "}
              · replayed <DateTime at={replayedAt} timeZone="UTC" />
            </>
          )}
        </p>
      </div>
      {replayedAt === null ? (
        <ConfirmDialog
          trigger={{ label: "Replay", size: "sm" }}
          title="Send this message once more?"
          description="Its consumer looks again at what is recorded. Doing that twice does no harm."
          confirmLabel="Replay"
          tone="primary"
          fields={{ csrf, id }}
        />
      ) : null}
    </li>
  );
}
