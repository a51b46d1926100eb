import pg from "pg";
import { seconds } from "#app/core/time.ts";

const PATIENCE_MS = seconds(40);

/**
 * Runs changes so that they truly overlap: the organisation's audit log is held until each of them has begun and waits,
 * for the log or for another one of them, and only then let go. Each must write to that log.
 */
export async function overlapping<T>(
  ownerUrl: string,
  organisationId: string,
  changes: readonly (() => Promise<T>)[],
): Promise<T[]> {
  const holder = new pg.Client({ connectionString: ownerUrl });
  await holder.connect();
  try {
    await holder.query("begin");
    await holder.query(
      `insert into audit_chains (organisation_id, length, hash) values ($1, 0, repeat('0', 64))
       on conflict (organisation_id) do update set length = audit_chains.length`,
      [organisationId],
    );
    const running = Promise.all(changes.map((change) => change()));
    // A change that ends before it waits never will: its own error says more than the wait's.
    await Promise.race([everyoneWaits(holder, changes.length), running.then(() => undefined)]);
    await holder.query("commit");
    return await running;
  } finally {
    await holder.end();
  }
}

async function everyoneWaits(holder: pg.Client, count: number): Promise<void> {
  const until = performance.now() + PATIENCE_MS;
  for (;;) {
    // In a transaction PostgreSQL goes on showing the connections that there were at the first look.
    await holder.query("select pg_stat_clear_snapshot()");
    const { rows } = await holder.query<{ waiting: number }>(
      `select count(*)::int as waiting from pg_stat_activity
       where datname = current_database() and wait_event_type = 'Lock'`,
    );
    if ((rows[0]?.waiting ?? 0) >= count) return;
    if (performance.now() > until) throw new Error(`only ${rows[0]?.waiting} of ${count} changes wait`);
  }
}
