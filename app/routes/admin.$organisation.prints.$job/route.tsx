import { Form, useLoaderData, useRevalidator } from "@remix-run/react";
import { Download, RotateCw } from "lucide-react";
import { useEffect } from "react";
import { CsrfField } from "#app/components/admin/csrf-field.tsx";
import { PageHeader } from "#app/components/admin/page-header.tsx";
import { useOrganisation } from "#app/components/admin/use-organisation.ts";
import { Alert } from "#app/components/ui/alert.tsx";
import { LinkButton, SubmitButton } from "#app/components/ui/button.tsx";
import { Card } from "#app/components/ui/card.tsx";
import { DateTime } from "#app/components/ui/date-time.tsx";
import { Progress } from "#app/components/ui/progress.tsx";
import { useHydrated } from "#app/components/ui/use-hydrated.ts";
import { roleMay } from "#app/domain/permissions.ts";
import { getPrintJob, type PrintJob, startPrintJob } from "#app/domain/qr/index.ts";
import { staffAction, staffLoader } from "#app/staff-door.ts";
import { redirectWithFlash } from "#app/staff-flash.ts";
import { JobBadge, jobTitle, sizeWords } from "../admin.$organisation.prints/job-words.tsx";

export const handle = { crumb: "Print" };

type ShownJob = Omit<PrintJob, "fileKey">;

export const loader = staffLoader("prints.read", async ({ ctx, actor, params }) => {
  const { fileKey: _, ...job } = await getPrintJob(ctx, params["job"] ?? "");
  return { job: job satisfies ShownJob, mayPrint: roleMay(actor.role, "prints.write") };
});

/** Tries a print again that failed. */
export const action = staffAction("prints.write", async ({ ctx, params, organisationId }) => {
  const jobId = params["job"] ?? "";
  const { status } = await startPrintJob(ctx, { jobId });
  const flash =
    status === "queued"
      ? { message: "The print goes on from where it stopped." }
      : { message: "This print has not failed. Nothing was done.", tone: "warning" as const };
  return redirectWithFlash(`/admin/${organisationId}/prints/${jobId}`, flash, ctx.clock.now());
});

const REFRESH_MS = 2_000;

/** How far a print is, and its file once it is done. */
export default function PrintJobPage() {
  const { job, mayPrint } = useLoaderData<typeof loader>();
  const { id, timeZone } = useOrganisation();
  const isOpen = job.status === "queued" || job.status === "running";
  useRefresh(isOpen);
  const isHydrated = useHydrated();
  return (
    <>
      <PageHeader title={jobTitle(job)} badge={<JobBadge status={job.status} />} />
      {isOpen && !isHydrated ? (
        <noscript>
          <meta httpEquiv="refresh" content="5" />
        </noscript>
      ) : null}
      <Card>
        <div className="grid gap-4" aria-live="polite">
          <State job={job} home={`/admin/${id}/prints`} mayPrint={mayPrint} />
          <p className="text-soft">
            Ordered <DateTime at={job.createdAt} timeZone={timeZone} />
          </p>
        </div>
      </Card>
    </>
  );
}

function State({ job, home, mayPrint }: { job: ShownJob; home: string; mayPrint: boolean }) {
  switch (job.status) {
    case "queued":
    case "running":
      return (
        <Progress
          label={job.done < job.total ? "Printing and reading back" : "Packing"}
          value={job.done}
          max={job.total}
          detail={`${job.done} of ${job.total} codes`}
        />
      );
    case "done":
      return (
        <>
          <p>
            The file is ready: {job.fileName}, {sizeWords(job.fileBytes ?? 0)}. It is kept for 24 hours.
          </p>
          <div>
            <LinkButton
              to={`${home}/${job.id}/file`}
              variant="primary"
              reloadDocument
              icon={<Download aria-hidden="true" />}
            >
              Download
            </LinkButton>
          </div>
        </>
      );
    case "failed":
      return (
        <>
          <Alert tone="danger" title="It was not printed">
            {job.failure} {job.done} of {job.total} codes were done. Nothing is lost: it can be tried again.
          </Alert>
          {mayPrint ? <Retry /> : null}
        </>
      );
    case "expired":
      return (
        <Alert tone="info" title="The file is no longer kept" action={<LinkButton to={home}>Print again</LinkButton>}>
          Files are kept for 24 hours, so that no old codes are hung by mistake.
        </Alert>
      );
  }
}

function Retry() {
  return (
    <Form method="post">
      <CsrfField />
      <SubmitButton icon={<RotateCw aria-hidden="true" />} pendingLabel="Starting…">
        Try again
      </SubmitButton>
    </Form>
  );
}

/** Asks again while the print goes on and somebody looks; without scripts the page reloads itself. */
function useRefresh(isOpen: boolean): void {
  const { revalidate } = useRevalidator();
  useEffect(() => {
    if (!isOpen) return;
    const timer = setInterval(() => {
      if (document.visibilityState === "visible") revalidate();
    }, REFRESH_MS);
    return () => clearInterval(timer);
  }, [isOpen, revalidate]);
}
