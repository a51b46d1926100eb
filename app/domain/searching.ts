import { type SQL, sql } from "drizzle-orm";

const MAX_WORDS = 8;

/** The words of a search that a database takes: without control and half characters. */
export function wordsOf(search: string): string[] {
  const printable = search.replaceAll(/[\p{Cc}\p{Surrogate}]/gu, " ");
  return printable.slice(0, 200).split(/\s+/).filter(Boolean).slice(0, MAX_WORDS);
}

/** True where a text holds every word of a search, in any case. */
export function matchesAll(search: string, text: SQL): SQL {
  const words = wordsOf(search).map((word) => `%${word.replaceAll(/[\\%_]/g, "\\$&")}%`);
  return words.length === 0 ? sql`true` : sql`${text} ilike all (${sql.param(words)}::text[])`;
}
