import { type SQL, sql } from "drizzle-orm";
import { newId } from "../../../core/ids.ts";
import type { Ctx } from "../../context.ts";

export const UNREADABLE = "print.unreadable";

/** What is said of codes that could not be read back out of what was printed. */
export function unreadableWords(serials: readonly string[]): string {
  const named = serials.slice(0, 5).join(", ");
  const more = serials.length > 5 ? ` and ${serials.length - 5} more` : "";
  return `${named}${more} could not be read back out of the printed file, so the file was not handed out`;
}

/** The insert that raises the alert, or raises it again; with `changed`, for each row of that CTE. */
export function unreadableAlert(
  alert: { organisationId: string; subject: string; serials: readonly string[] },
  { clock, randomness }: Pick<Ctx, "clock" | "randomness">,
  changed?: SQL,
): SQL {
  const at = clock.now();
  return sql`insert into alerts (id, organisation_id, kind, subject, detail, raised_at)
    select ${newId("alt", at, randomness)}, ${alert.organisationId}, ${UNREADABLE}, ${alert.subject},
      ${unreadableWords(alert.serials)}, ${at}::timestamptz
    ${changed ? sql`from ${changed}` : sql``}
    on conflict (kind, subject) do update
      set raised_at = excluded.raised_at, detail = excluded.detail, resolved_at = null
      where alerts.resolved_at is not null`;
}
