import type { GuardView } from "#app/components/guard-view.ts";
import type { NoticeView } from "#app/components/notice-page.tsx";
import { randomBase32 } from "#app/core/ids.ts";
import type { Ctx } from "#app/domain/context.ts";
import { findCard } from "#app/domain/qr/index.ts";
import { takesTips } from "#app/domain/tips/index.ts";
import type { TipFormValues } from "#app/domain/tips/input.ts";
import type { Language } from "#app/messages/index.ts";
import { guardPageHeaders, noticeHeaders } from "../g.$token/headers.ts";
import { goneView, notOursView, notTakingTipsView, unavailableView } from "../g.$token/notices.ts";
import { ATTEMPT_PLACEHOLDER, guardView } from "../g.$token/view.ts";
import type { SecondLook } from "./second-look.ts";

interface Place {
  ctx: Ctx;
  checkoutOrigin: string;
  language: Language;
}

interface Answer {
  view: GuardView | NoticeView;
  status: number;
  headers: Record<string, string>;
}

/** The guard's page with everything that was typed; or, when the code takes no tips any more, the page that says so. */
export async function showAgain(place: Place, values: TipFormValues, look: SecondLook): Promise<Answer> {
  const { ctx, language, checkoutOrigin } = place;
  const found = await findCard(ctx, values.token);
  if (found.status === "gone") return notice(goneView(language), 410);
  if (found.status === "not_ours") return notice(notOursView(language), 400);
  if (found.status === "unavailable") return notice(unavailableView(language, `/g/${values.token}`), 503);
  if (!takesTips(found.card)) return notice(notTakingTipsView(language, found.card), 409);
  const isNew = look.needsNewKey || values.attempt === "" || values.attempt === ATTEMPT_PLACEHOLDER;
  const attempt = isNew ? randomBase32(ATTEMPT_PLACEHOLDER.length, ctx.randomness) : values.attempt;
  const view = guardView(found.card, place, { attempt, typed: values, notice: look.notice, errors: look.errors });
  const headers = await guardPageHeaders(checkoutOrigin, {
    isShared: false,
    retryAfterSeconds: look.retryAfterSeconds,
  });
  return { view, status: look.status, headers };
}

async function notice(view: NoticeView, status: number): Promise<Answer> {
  return { view, status, headers: await noticeHeaders() };
}
