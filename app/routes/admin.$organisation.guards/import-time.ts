import { numberText } from "#app/components/ui/number-text.ts";

/** Rows a second, cautiously: what is said is sooner kept than missed. `npm run bench` measures the import. */
const ROWS_A_SECOND = { checked: 1_500, imported: 600 };

/** How long rows take, in words: “about 9 seconds for 5,000 rows”. All of them are done in one step, so nobody knows more. */
export function timeFor(step: keyof typeof ROWS_A_SECOND, rows: number): string {
  const seconds = Math.ceil(rows / ROWS_A_SECOND[step]);
  return `${seconds <= 1 ? "a second or two" : `about ${seconds} seconds`} for ${numberText(rows)} rows`;
}
