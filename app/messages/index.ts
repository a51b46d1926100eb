import { en } from "./en.ts";

export { formatClock, formatDay, formatNearDay, formatZone } from "./dates.ts";

export type Messages = typeof en;

const CATALOGUES = { en } satisfies Record<string, Messages>;

export type Language = keyof typeof CATALOGUES;

const FALLBACK: Language = "en";

export function messagesFor(language: Language): Messages {
  return CATALOGUES[language];
}

/** The words of a language given by its tag, or of the one we fall back to. */
export function messagesIn(tag: string): Messages {
  return messagesFor(isLanguage(tag) ? tag : FALLBACK);
}

/** The best language we speak for an Accept-Language header (RFC 9110 §12.5.4); English when there is none. */
export function negotiateLanguage(acceptLanguage: string | null): Language {
  if (!acceptLanguage) return FALLBACK;
  const wishes = acceptLanguage
    .slice(0, 200)
    .split(",")
    .map((part) => {
      const [tag = "", ...parameters] = part.trim().toLowerCase().split(";");
      const weight = parameters.map((parameter) => /^\s*q=([\d.]{1,5})\s*$/.exec(parameter)?.[1]).find(Boolean);
      return { language: tag.split("-")[0] ?? "", weight: weight === undefined ? 1 : Number(weight) };
    })
    .filter(({ weight }) => weight > 0)
    .sort((a, b) => b.weight - a.weight);
  return wishes.map(({ language }) => language).find(isLanguage) ?? FALLBACK;
}

function isLanguage(text: string): text is Language {
  return Object.hasOwn(CATALOGUES, text);
}
