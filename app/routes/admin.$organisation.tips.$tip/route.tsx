import { useLoaderData } from "@remix-run/react";
import { roleMay } from "#app/domain/permissions.ts";
import { getTip } from "#app/domain/tips/index.ts";
import { staffLoader } from "#app/staff-door.ts";
import { codeText } from "../admin.$organisation.refunds/refund-words.ts";
import { TipPage } from "./page.tsx";

export const handle = { crumb: ({ tip }: { tip: { receiptCode: string } }) => codeText(tip.receiptCode) };

export const loader = staffLoader("tips.read", async ({ ctx, actor, params }) => ({
  tip: await getTip(ctx, params["tip"] ?? ""),
  mayRefund: roleMay(actor.role, "refunds.write"),
}));

export default function Tip() {
  return <TipPage {...useLoaderData<typeof loader>()} />;
}
