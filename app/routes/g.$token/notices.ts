import type { NoticeView } from "#app/components/notice-page.tsx";
import type { GuardCard } from "#app/domain/qr/index.ts";
import { type Language, messagesFor } from "#app/messages/index.ts";

/** A guard or an organisation that takes no tips now: why is nobody's business, so it is not said. */
export function notTakingTipsView(language: Language, card: GuardCard): NoticeView {
  const { notTakingTips } = messagesFor(language);
  return { language, tone: "calm", ...notTakingTips, next: notTakingTips.next(card.organisation.name) };
}

/** We are wrong: the person learns what became of the money, and nothing of our insides. */
export function faultView(language: Language, requestId: string): NoticeView {
  const { fault } = messagesFor(language).trouble;
  return { language, tone: "trouble", ...fault, next: fault.next(requestId) };
}

export function goneView(language: Language): NoticeView {
  return { language, tone: "calm", ...messagesFor(language).gone };
}

export function notOursView(language: Language): NoticeView {
  return { language, tone: "trouble", ...messagesFor(language).notOurs };
}

/** Tries again by itself; `elsewhere` is the page to try when this one is the answer to a form, which must not be sent twice. */
export function unavailableView(language: Language, elsewhere?: string): NoticeView {
  const { unavailable, retry } = messagesFor(language);
  const view: NoticeView = {
    language,
    tone: "trouble",
    title: unavailable.title,
    lead: unavailable.lead,
    actions: [{ href: elsewhere ?? "", label: retry }],
  };
  if (elsewhere !== undefined) return { ...view, next: unavailable.nextByHand };
  return { ...view, next: unavailable.next, waits: { refreshSeconds: 10, pollUrl: null, reloadSeconds: 10 } };
}
