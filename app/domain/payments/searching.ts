import { type SQL, sql } from "drizzle-orm";
import { readBase32 } from "../../core/ids.ts";
import { matchesAll, wordsOf } from "../searching.ts";
import { RECEIPT_CODE_CHARACTERS } from "./apply-intents.ts";

/** The receipt's code that somebody typed, however they wrote it; null when it is none. */
export function readReceiptCode(search: string): string | null {
  const code = readBase32(search.replaceAll(/\s/g, ""));
  return code?.length === RECEIPT_CODE_CHARACTERS ? code : null;
}

/** True for what goes back of a tip `t` of a guard `g`: found by its own id, the tip's, the receipt's code, or the guard. */
export function returnsThat(search: string, id: SQL): SQL {
  const [word = ""] = wordsOf(search);
  const guard = matchesAll(search, sql`concat_ws(' ', g.first_name, g.last_name, g.display_name, g.employee_id)`);
  return sql`(${id} = ${word} or t.id = ${word} or t.receipt_code = ${readReceiptCode(search)} or ${guard})`;
}
