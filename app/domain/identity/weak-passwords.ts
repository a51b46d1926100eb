import { COMMON_WORDS } from "./guessable-words.ts";

const words = new Set(COMMON_WORDS.split(/\s+/).filter(Boolean));
const longest = Math.max(...[...words].map((word) => word.length));
/** More words than this, and it is a phrase. */
const COMMON_WORDS_AT_MOST = 2;
/** What may stand beside common words and still be guessed with them: a year, an exclamation mark, a few keys. */
const UNCOMMON_LETTERS_AT_MOST = 3;
const DISTINCT_CHARACTERS_AT_LEAST = 5;
const REPEATED_AT_MOST = 6;
const WALK_AT_LEAST = 4;

const LEET: Record<string, string> = {
  "0": "o",
  "1": "i",
  "3": "e",
  "4": "a",
  "5": "s",
  "7": "t",
  "@": "a",
  $: "s",
  "!": "i",
  "|": "l",
};
const KEYBOARDS = [
  ["qwertyuiop", "asdfghjkl", "zxcvbnm", "1234567890"],
  ["azertyuiop", "qsdfghjklm", "wxcvbn"],
  ["1qaz", "2wsx", "3edc", "4rfv", "5tgb", "6yhn", "7ujm", "8ik", "9ol", "0p"],
  ["abcdefghijklmnopqrstuvwxyz"],
].flat();

/**
 * Why a password would be among the first to be guessed, as a sentence; null when it would not. Judged are the words of
 * the shipped list and the person's own, however they are capitalised, spelt with digits or padded; walks over a
 * keyboard; and repetition. Guessing programs know all of these.
 */
export function weaknessOf(password: string, about: readonly string[]): string | null {
  const text = password.normalize("NFKC").toLowerCase();
  if (new Set(text).size < DISTINCT_CHARACTERS_AT_LEAST || isRepetition(text)) {
    return "Too much of it repeats. Use a few unrelated words instead.";
  }
  const own = new Set(
    about.flatMap((part) => part.toLowerCase().split(/[^\p{L}\p{N}]+/u)).filter((part) => part.length > 3),
  );
  const readings = [
    text,
    [...text].map((character) => LEET[character] ?? character).join(""),
    text.replaceAll(/[^\p{L}]/gu, ""),
  ];
  if (readings.some((reading) => isCommon(reading, own))) {
    return "It is too common, and would be guessed. Use a few unrelated words instead.";
  }
  return null;
}

function isRepetition(text: string): boolean {
  for (let size = 1; size <= Math.min(REPEATED_AT_MOST, text.length / 2); size++) {
    const unit = text.slice(0, size);
    if (text === unit.repeat(Math.ceil(text.length / size)).slice(0, text.length)) return true;
  }
  return false;
}

/** Nothing but at most two common words and a little beside them; walks over a keyboard and digits count as nothing. */
function isCommon(text: string, own: ReadonlySet<string>): boolean {
  const letters = withoutWalks(text)
    .replaceAll(/[^\p{L}]+/gu, " ")
    .trim();
  const parts = letters.split(" ").filter(Boolean);
  let common = 0;
  let uncommon = 0;
  for (const part of parts) {
    const split = splitIntoWords(part, own);
    common += split.words;
    uncommon += split.rest;
  }
  return common <= COMMON_WORDS_AT_MOST && uncommon <= UNCOMMON_LETTERS_AT_MOST;
}

function withoutWalks(text: string): string {
  let rest = "";
  for (let at = 0; at < text.length; ) {
    const length = walkAt(text, at);
    rest += length >= WALK_AT_LEAST ? " " : text.charAt(at);
    at += length >= WALK_AT_LEAST ? length : 1;
  }
  return rest;
}

/** How long the walk is that begins here, along a row, a column or the alphabet, in either direction. */
function walkAt(text: string, at: number): number {
  let best = 1;
  for (const row of KEYBOARDS) {
    for (const path of [row, [...row].reverse().join("")]) {
      const start = path.indexOf(text.charAt(at));
      if (start < 0) continue;
      let length = 1;
      while (start + length < path.length && text.charAt(at + length) === path.charAt(start + length)) length++;
      best = Math.max(best, length);
    }
  }
  return best;
}

/** The fewest words and the fewest letters that are in none, taking the longest word at each place. */
function splitIntoWords(text: string, own: ReadonlySet<string>): { words: number; rest: number } {
  let found = 0;
  let rest = 0;
  for (let at = 0; at < text.length; ) {
    const word = wordAt(text, at, own);
    if (word > 0) found++;
    else rest++;
    at += Math.max(1, word);
  }
  return { words: found, rest };
}

function wordAt(text: string, at: number, own: ReadonlySet<string>): number {
  const reach = Math.min(text.length - at, Math.max(longest, ...[...own].map((word) => word.length)));
  for (let length = reach; length > 2; length--) {
    const candidate = text.slice(at, at + length);
    if (words.has(candidate) || own.has(candidate)) return length;
  }
  return 0;
}
