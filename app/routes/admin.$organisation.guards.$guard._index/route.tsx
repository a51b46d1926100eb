import { useLoaderData } from "@remix-run/react";
import { getGuard } from "#app/domain/guards/index.ts";
import { findGuardSettlement } from "#app/domain/payouts/index.ts";
import { roleMay } from "#app/domain/permissions.ts";
import { listGuardCodes } from "#app/domain/qr/index.ts";
import { staffAction, staffLoader } from "#app/staff-door.ts";
import { redirectWithFlash } from "#app/staff-flash.ts";
import { changeStatus, flashOf, intentIn } from "../admin.$organisation.guards/status-actions.ts";
import { GuardOverview } from "./page.tsx";

export const loader = staffLoader("guards.read", async ({ ctx, actor, params }) => {
  const guardId = params["guard"] ?? "";
  const guard = await getGuard(ctx, guardId);
  const [money, codes] = await Promise.all([findGuardSettlement(ctx, guardId), listGuardCodes(ctx, guardId)]);
  const active = codes.find(({ status }) => status === "active") ?? null;
  return {
    guard,
    money,
    maySeePayouts: roleMay(actor.role, "payouts.read"),
    code: active && {
      serial: active.serial,
      version: active.version,
      createdAt: active.createdAt,
      token: active.token,
    },
    appUrl: ctx.settings.appUrl,
    mayWrite: roleMay(actor.role, "guards.write"),
  };
});

/** One change of status: activate, suspend, reinstate or leave. */
export const action = staffAction("guards.write", async ({ ctx, form, params, organisationId }) => {
  const guardId = params["guard"] ?? "";
  await getGuard(ctx, guardId);
  const page = `/admin/${organisationId}/guards/${guardId}`;
  const intent = intentIn(form);
  const outcome = await changeStatus(ctx, intent, [guardId]);
  return redirectWithFlash(page, flashOf(intent, outcome, `${page}?index`), ctx.clock.now());
});

export default function GuardIndex() {
  return <GuardOverview {...useLoaderData<typeof loader>()} />;
}
