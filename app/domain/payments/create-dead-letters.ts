import { sql } from "drizzle-orm";
import { newId } from "../../core/ids.ts";
import { type Ctx, query } from "../context.ts";

/** Keeps messages that exhausted their retries, to be seen and replayed, and raises one alert for their queue and day. */
export async function createDeadLetters(ctx: Ctx, queue: string, bodies: readonly unknown[]): Promise<void> {
  const at = ctx.clock.now();
  const rows = bodies.map((body) => ({
    id: newId("ded", at, ctx.randomness),
    body,
  }));
  const day = at.toISOString().slice(0, 10);
  await query(
    ctx.db,
    sql`with kept as (
        insert into dead_letters (id, queue, body, received_at)
        select d.id, ${queue}, coalesce(d.body, 'null'), ${at}
        from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as d (id text, body jsonb)
      )
      insert into alerts (id, kind, subject, detail, raised_at)
      values (${newId("alt", at, ctx.randomness)}, 'queue.dead_letter', ${`${queue} ${day}`},
        'messages exhausted their retries; what they spoke of is still recorded', ${at})
      on conflict do nothing`,
  );
}
