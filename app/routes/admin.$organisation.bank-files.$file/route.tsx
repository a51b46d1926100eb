import { data, redirect } from "@remix-run/cloudflare";
import { useActionData, useLoaderData } from "@remix-run/react";
import { AppError } from "#app/core/errors.ts";
import {
  archivePayoutFileVoid,
  createPayoutFileResults,
  getPayoutFile,
  type PayoutFile,
  startPayoutFileVoid,
  voidPayoutFile,
} from "#app/domain/payouts/index.ts";
import { staffAction, staffLoader } from "#app/staff-door.ts";
import { type Flash, redirectWithFlash } from "#app/staff-flash.ts";
import { contentWords } from "../admin.$organisation.bank-files/file-words.tsx";
import { uploadIn } from "../admin.$organisation.guards/upload.ts";
import { FilePage } from "./page.tsx";
import { ASKED, KEPT, voidedWords } from "./void-words.ts";

export const handle = {
  crumb: ({ file }: { file: PayoutFile }) => contentWords({ ...file, payouts: file.lines }),
};

export const loader = staffLoader("payouts.read", ({ ctx, params, request }) => {
  const { searchParams } = new URL(request.url);
  const cursors = { after: searchParams.get("after"), before: searchParams.get("before") };
  return getPayoutFile(ctx, { fileId: params["file"] ?? "", ...cursors });
});

/** Takes in the bank's results, or gives the file up: one asks, another confirms. */
export const action = staffAction("payouts.write", async ({ ctx, form, params, organisationId }) => {
  const fileId = params["file"] ?? "";
  const here = `/admin/${organisationId}/bank-files/${fileId}`;
  const say = (flash: Omit<Flash, "id">) => redirectWithFlash(here, flash, ctx.clock.now());
  switch (form.get("intent")) {
    case "results": {
      const upload = await uploadIn(form, "file");
      if (upload === null) return data({ error: "Choose the bank's file of results." }, { status: 400 });
      const outcome = await createPayoutFileResults(ctx, { fileId, bytes: upload.bytes });
      if (outcome.status === "unreadable") return data({ error: outcome.message }, { status: 400 });
      return redirect(`${here}/results/${outcome.resultsId}`);
    }
    case "ask_void": {
      const reason = String(form.get("reason") ?? "");
      const asked = await startPayoutFileVoid(ctx, { fileId, reason }).catch((error) => {
        if (error instanceof AppError && error.code === "INVALID_INPUT") return { status: "unsaid" as const };
        throw error;
      });
      return say(ASKED[asked.status]);
    }
    case "confirm_void":
      return say(voidedWords(await voidPayoutFile(ctx, fileId)));
    case "keep":
      return say(KEPT[(await archivePayoutFileVoid(ctx, fileId)).status]);
    default:
      throw new AppError("BAD_REQUEST", "This form asks for something that is not known here.");
  }
});

export default function BankFile() {
  const error = (useActionData<typeof action>() as { error: string } | undefined)?.error;
  return <FilePage {...useLoaderData<typeof loader>()} error={error} />;
}
