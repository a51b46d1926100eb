import type { NoticeView } from "#app/components/notice-page.tsx";
import { formatMoney } from "#app/core/money.ts";
import type { ReturnOutcome, TipSummary } from "#app/domain/tips/index.ts";
import { type Language, messagesFor } from "#app/messages/index.ts";

type Unfinished = Exclude<ReturnOutcome, { status: "succeeded" }>;

const REFRESH_SECONDS = 3;
/** With scripts our own books are asked every two seconds, and the rail as often as the page is loaded. */
const RELOAD_SECONDS = 8;

/** What to tell a patron whose tip has not, or not yet, arrived: what is known of the money comes first. */
export function returnView(language: Language, outcome: Unfinished): NoticeView {
  const { back, backToGuard, findReceipt } = messagesFor(language);
  const calm = { language, tone: "calm" } as const;
  if (outcome.status === "not_found") {
    return { ...calm, ...back.notFound, actions: [{ href: "/receipt", label: findReceipt }] };
  }
  const { tip } = outcome;
  const sum = tip ? formatMoney(tip.charge) : back.yourTip;
  const toGuard = tip?.codeToken ? [{ href: `/g/${tip.codeToken}`, label: backToGuard }] : [];
  switch (outcome.status) {
    case "pending":
      return { ...calm, ...waiting(back.checking, back.checking.lead(sum), tip) };
    case "paid_not_booked":
      return { language, tone: "good", ...waiting(back.catchingUp, back.catchingUp.lead(sum), tip) };
    case "unknown":
      return { language, tone: "trouble", ...waiting(back.unknown, back.unknown.lead, tip) };
    case "not_finished": {
      const onward = tip?.checkoutUrl ? [{ href: tip.checkoutUrl, label: back.notFinished.action }] : [];
      const { title, next } = back.notFinished;
      return { ...calm, title, lead: back.notFinished.lead(sum), next, actions: [...onward, ...toGuard] };
    }
    case "failed": {
      const { title, next, action } = back.failed;
      const again = toGuard.map(({ href }) => ({ href, label: action }));
      return { language, tone: "trouble", title, lead: back.failed.lead(sum), next, actions: again };
    }
  }
}

function waiting(words: { title: string; next: string; action: string }, lead: string, tip: TipSummary | null) {
  return {
    title: words.title,
    lead,
    next: words.next,
    actions: [{ href: "", label: words.action }],
    waits: {
      refreshSeconds: REFRESH_SECONDS,
      pollUrl: tip ? `/tips/${tip.id}` : null,
      reloadSeconds: RELOAD_SECONDS,
    },
  };
}
