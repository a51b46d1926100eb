import type { NoticeView } from "#app/components/notice-page.tsx";
import type { RefundOwnOutcome } from "#app/domain/payments/index.ts";
import type { Receipt } from "#app/domain/tips/index.ts";
import { type Language, messagesFor } from "#app/messages/index.ts";

export function missingNotice(language: Language): NoticeView {
  const text = messagesFor(language);
  const actions = [{ href: "/receipt", label: text.findReceipt }];
  return { language, tone: "calm", ...text.receipt.missing, actions };
}

/** Why a payment is not to be cancelled when its page is opened. */
export function cancelNotice(language: Language, token: string, { status, refund, ...receipt }: Receipt): NoticeView {
  if (receipt.mayCancelUntil) return noticeOf(language, token, "notOwn");
  return noticeOf(language, token, status === "succeeded" && refund === null ? "tooLate" : "notNow");
}

/** Why it was not, when the button was pressed. */
export function refusalNotice(
  language: Language,
  token: string,
  outcome: Extract<RefundOwnOutcome, { status: "refused" | "busy" | "not_own" }>,
): NoticeView {
  if (outcome.status === "not_own") return noticeOf(language, token, "notOwn");
  if (outcome.status === "busy") return noticeOf(language, token, "busy");
  return noticeOf(language, token, outcome.reason === "too_late" ? "tooLate" : "notNow");
}

function noticeOf(language: Language, token: string, kind: "tooLate" | "notNow" | "notOwn" | "busy"): NoticeView {
  const { cancel } = messagesFor(language).receipt;
  const actions = [{ href: `/receipt/${token}`, label: cancel.receipt }];
  return { language, tone: kind === "busy" ? "trouble" : "calm", ...cancel[kind], actions };
}
