/** How wide a text is at size 1, in the same unit. */
export type Measure = (text: string) => number;

/** Where a text may go, in one unit. */
export interface Room {
  width: number;
  height: number;
  /** The size it has when it is short. */
  largest: number;
  smallest: number;
  lines: number;
}

export interface FittedText {
  size: number;
  lines: string[];
}

/** From one line of text to the next, in sizes. */
export const LEADING = 1.18;
const STEP = 0.96;
const ELLIPSIS = "…";
const DOT_BELOW = "\u0323";

/**
 * Sets a text as large as its room allows: shrunk, then wrapped at spaces and hyphens, and at the smallest size cut where it must be.
 * It never leaves its room.
 */
export function fitText(text: string, measure: Measure, room: Room): FittedText {
  for (let size = room.largest; size > room.smallest; size *= STEP) {
    const lines = wrap(text, (line) => measure(line) * size <= room.width);
    if (lines !== null && lines.length <= linesAt(size, room)) return { size, lines };
  }
  const size = room.smallest;
  const fits = (line: string) => measure(line) * size <= room.width;
  return { size, lines: cut(hardWrap(text, fits), Math.max(1, linesAt(size, room)), fits) };
}

/** How high the lines stand, from the top of the first capital to the last baseline. */
export function heightOf({ size, lines }: FittedText, capital: number): number {
  return size * (capital + (lines.length - 1) * LEADING);
}

/**
 * A text as it can be printed: composed, on one line, without what turns its direction, and with a sign of replacement for
 * each character the typeface lacks, so that the lack is seen before it is printed.
 */
export function printable(text: string, has: (codePoint: number) => boolean = () => true): string {
  const line = text
    .normalize("NFC")
    .replaceAll(/.[\u0300-\u036f]+/gu, toneFirst)
    .replaceAll(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, " ")
    .replaceAll(/[\p{Cf}\p{Cs}]/gu, "")
    .trim();
  return Array.from(line, (character) => (has(character.codePointAt(0) ?? 0) ? character : "\uFFFD")).join("");
}

/** Ọ̀ as Ò and a dot below: the typeface knows where a dot goes under any letter, but not a tone over one with a dot. */
function toneFirst(cluster: string): string {
  const letter = cluster.normalize("NFD");
  const withoutDots = letter.replaceAll(DOT_BELOW, "");
  return withoutDots.normalize("NFC") + DOT_BELOW.repeat(letter.length - withoutDots.length);
}

function linesAt(size: number, room: Room): number {
  return Math.min(room.lines, Math.floor((room.height / size - 1) / LEADING + 1 + 1e-9));
}

/** Lines of whole words, or of parts that end in a hyphen; null when one alone is too wide. */
function wrap(text: string, fits: (line: string) => boolean): string[] | null {
  const lines: string[] = [];
  for (const word of wordsOf(text)) {
    const last = lines.at(-1);
    if (last !== undefined && fits((last + word).trim())) lines[lines.length - 1] = last + word;
    else if (fits(word.trim())) lines.push(word);
    else return null;
  }
  return lines.map((line) => line.trim());
}

/** As `wrap`, but a word that is too wide is broken where the line ends. */
function hardWrap(text: string, fits: (line: string) => boolean): string[] {
  const lines = [""];
  const add = (part: string) => {
    const last = lines.at(-1) ?? "";
    if (fits((last + part).trim())) lines[lines.length - 1] = last + part;
    else lines.push(part);
  };
  for (const word of wordsOf(text)) for (const part of fits(word.trim()) ? [word] : word) add(part);
  return lines.map((line) => line.trim()).filter((line) => line !== "");
}

/** Words with the space or hyphen that ends them. */
function wordsOf(text: string): string[] {
  return text.split(/(?<=[ -])/);
}

function cut(lines: string[], most: number, fits: (line: string) => boolean): string[] {
  if (lines.length <= most) return lines;
  const kept = lines.slice(0, most);
  let last = Array.from(kept.at(-1) ?? "");
  while (last.length > 0 && !fits(last.join("") + ELLIPSIS)) last = last.slice(0, -1);
  return [...kept.slice(0, -1), last.join("").trimEnd() + ELLIPSIS];
}
