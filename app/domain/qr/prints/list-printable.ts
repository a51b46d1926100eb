import { sql } from "drizzle-orm";
import { type Ctx, query } from "../../context.ts";
import { requireStaff } from "../../permissions.ts";
import type { PrintSelection } from "../input.ts";
import { ACTIVE_CODE, guardsOf } from "./selection.ts";

/** What a selection holds. */
export interface Printable {
  codes: number;
  /** Guards who are active and have no active code, of whom some are named. */
  leftOut: { count: number; guards: { id: string; name: string }[] };
}

const NAMED = 20;

/** How many codes a selection would print, and who is left out. Throws FORBIDDEN. */
export async function listPrintable(ctx: Ctx, selection: PrintSelection): Promise<Printable> {
  const { organisationId } = requireStaff(ctx.actor, "prints.read", ctx.clock.now());
  const [found] = await query<Printable>(
    ctx.db,
    sql`with chosen as (
        select g.id, g.first_name || ' ' || g.last_name as name, c.id as code_id
        from guards g ${ACTIVE_CODE} where ${guardsOf(organisationId, selection)}
      ), missing as (select id, name from chosen where code_id is null order by name, id limit ${NAMED})
      select (select count(code_id)::int from chosen) as codes,
        jsonb_build_object('count', (select count(*) from chosen where code_id is null),
          'guards', coalesce((select jsonb_agg(m) from missing m), '[]')) as "leftOut"`,
  );
  return found ?? { codes: 0, leftOut: { count: 0, guards: [] } };
}
