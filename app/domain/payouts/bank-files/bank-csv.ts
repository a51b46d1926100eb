import { formatDecimal } from "../../../core/money.ts";
import { csvOf, type FullAccount } from "../../guards/index.ts";

/** What stands in one line of a file, beside the account that is opened for it. */
export interface PlainLine {
  line: number;
  reference: string;
  accountId: string;
  amountMinor: bigint;
}

const HEADER = [
  "Reference",
  "Beneficiary name",
  "Account number",
  "Bank code",
  "Bank name",
  "Amount",
  "Currency",
  "Narration",
];
/** What the receiver's bank writes beside the amount. */
const NARRATION_CHARACTERS = 60;

/**
 * The file as a bank takes it, a line a payout. Every cell is quoted, so that account numbers keep their leading zeros. Null
 * when an account is missing: a file is whole or is none.
 */
export function bankCsvOf(
  lines: readonly PlainLine[],
  accounts: ReadonlyMap<string, FullAccount>,
  { currency, organisation }: { currency: string; organisation: string },
): string | null {
  const narration = oneLine(`Tips, ${organisation}`).slice(0, NARRATION_CHARACTERS);
  const rows = [...lines]
    .sort((one, other) => one.line - other.line)
    .flatMap(({ reference, accountId, amountMinor }) => {
      const account = accounts.get(accountId);
      if (!account) return [];
      const { holderName, number, destinationCode, destinationName } = account;
      const amount = formatDecimal(amountMinor);
      const text = [reference, holderName, number, destinationCode, destinationName, amount, currency, narration];
      return [text.map(oneLine)];
    });
  return rows.length === lines.length ? csvOf([HEADER, ...rows], { isQuoted: true }) : null;
}

/** Banks' readers know no lines within a cell. */
function oneLine(text: string): string {
  return text.replaceAll(/[\s\p{Cc}]+/gu, " ").trim();
}
