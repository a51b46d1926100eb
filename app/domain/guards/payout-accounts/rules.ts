import { distance } from "fastest-levenshtein";
import { days, hours, minutes } from "../../../core/time.ts";
import type { DestinationKind } from "../../ports.ts";

/** How long a change waits, and how far back a former number is still told of it (money.md §6). */
export const HOLD_MS = hours(72);
/** How long a number that was replaced is still told: waiting out the hold after changing a phone silences nobody. */
export const FORMER_PHONE_MS = hours(30 * 24);

/** From here on two names count as one person's. */
export const MATCH_PERCENT = 82;

/** A question about a stranger's account is an oracle: enough for an afternoon's two hundred guards, and no directory. */
export const ENQUIRY_LIMITS = {
  staff: [
    { limit: 60, windowMs: minutes(10) },
    { limit: 800, windowMs: days(1) },
  ],
  organisation: { limit: 3_000, windowMs: days(1) },
} as const;

const TITLES = new Set(
  "mr mrs ms miss mister madam dr prof engr eng arch barr rev revd pastor fr sr bishop imam sheikh chief hon sir lady alhaji alhaja hajia mallam nana oba otunba capt col sgt".split(
    " ",
  ),
);
/** An initial says something and proves little: two of them are no name. */
const INITIAL = 0.75;
/** What each whole name costs that only one side has; an initial more or less costs nothing. */
const EXTRA_NAME_PERCENT = 5;

/**
 * How alike two names are, 0 to 100, as sets of words: their order, middle names, initials, accents, case and titles do not
 * matter, and a slip of a letter costs little in a long word. A single word that agrees is no match.
 */
export function nameMatchPercent(one: string, other: string): number {
  const candidates = spellingsOf(wordsOf(one)).flatMap((left) =>
    spellingsOf(wordsOf(other)).map((right) => matchOf(left, right)),
  );
  return Math.max(0, ...candidates);
}

/** The words of a name as they are compared. */
function wordsOf(name: string): string[] {
  return name
    .normalize("NFD")
    .replaceAll(/[\p{M}'’`ʼ]/gu, "")
    .toLowerCase()
    .split(/[^\p{L}]+/u)
    .filter((word) => word !== "" && !TITLES.has(word));
}

/** As written, and with each two neighbours as one word: `Ade Bisi` is `Adebisi`. */
function spellingsOf(words: readonly string[]): string[][] {
  const joined = words
    .slice(1)
    .map((word, index) => [...words.slice(0, index), `${words[index]}${word}`, ...words.slice(index + 2)]);
  return [[...words], ...joined.filter((spelling) => spelling.length > 1)];
}

function matchOf(left: readonly string[], right: readonly string[]): number {
  const [fewer, more] = left.length <= right.length ? [left, [...right]] : [right, [...left]];
  const pairs = fewer
    .flatMap((a) => more.map((b) => ({ a, b, likeness: likenessOf(a, b) })))
    .sort((one, other) => other.likeness - one.likeness);
  const unmatched = [...fewer];
  let total = 0;
  for (const { a, b, likeness } of pairs) {
    if (!unmatched.includes(a) || !more.includes(b)) continue;
    unmatched.splice(unmatched.indexOf(a), 1);
    more.splice(more.indexOf(b), 1);
    total += likeness;
  }
  const extra = more.filter((word) => word.length > 1).length * EXTRA_NAME_PERCENT;
  return Math.max(0, Math.round((total / Math.max(2, fewer.length)) * 100) - extra);
}

/** 1 for the same word, 0 for different ones. */
function likenessOf(a: string, b: string): number {
  if (a === b) return a.length > 1 ? 1 : INITIAL;
  if (a.length === 1 || b.length === 1) return a.startsWith(b) || b.startsWith(a) ? INITIAL : 0;
  const likeness = 1 - (2 * distance(a, b)) / Math.max(a.length, b.length);
  return likeness >= 0.5 ? likeness : 0;
}

/** What the shapes of account numbers are, per country and kind (paystack.md §1). */
const NUMBER_SHAPES: Readonly<Record<string, Partial<Record<DestinationKind, { shape: RegExp; words: string }>>>> = {
  NG: { bank: { shape: /^\d{10}$/, words: "10 digits" } },
  GH: {
    bank: { shape: /^\d{7,16}$/, words: "7 to 16 digits" },
    mobile_money: { shape: /^0\d{9}$/, words: "10 digits, such as 024 123 4567" },
  },
  KE: {
    bank: { shape: /^\d{9,16}$/, words: "9 to 16 digits" },
    mobile_money: { shape: /^0\d{9}$/, words: "10 digits, such as 0712 345 678" },
  },
  ZA: { bank: { shape: /^\d{9,12}$/, words: "9 to 12 digits" } },
};
const CALLING_CODES: Readonly<Record<string, string>> = { GH: "233", KE: "254" };

export type NumberReading = { ok: true; number: string } | { ok: false; message: string };

/** An account number as the rail wants it: digits only, a wallet's with the zero of its country in front. */
export function readNumber(country: string, kind: DestinationKind, typed: string): NumberReading {
  const expected = NUMBER_SHAPES[country]?.[kind];
  if (!expected) return { ok: false, message: "Accounts of this kind cannot be paid in this country." };
  const digits = typed.replaceAll(/[\s().+-]/g, "");
  const code = CALLING_CODES[country];
  const isAbroad = kind === "mobile_money" && code !== undefined && digits.length === 12 && digits.startsWith(code);
  const number = isAbroad ? `0${digits.slice(code.length)}` : digits;
  return expected.shape.test(number)
    ? { ok: true, number }
    : { ok: false, message: `This number should have ${expected.words}.` };
}

export type NameCheck = "matched" | "differs" | "not_offered";

/** What a name that the rail gave says of the guard. */
export function nameCheckOf(percent: number): "matched" | "differs" {
  return percent >= MATCH_PERCENT ? "matched" : "differs";
}
