import { sql } from "drizzle-orm";
import { assert } from "../../core/assert.ts";
import { describeFault } from "../../core/errors.ts";
import { type Ctx, query } from "../context.ts";
import { type ArchiveManifest, archiveKey, compress, type DueArchive, manifestKey, sha256Of } from "./archive-file.ts";

/** Each archive is two objects and a few statements: a batch stays well below what one invocation may ask. */
const ARCHIVES_AT_A_TIME = 100;
const ROWS_A_PAGE = 1_000;

/**
 * Puts the audit rows of finished days (UTC) into object storage, where they outlive the database: for each organisation
 * and day the rows, compressed, and a manifest. What is due follows from what was archived, so a missed day is caught up;
 * an archive is a piece of the chain without a gap, and a late row goes into the next one. Objects are written where none
 * is, and the row that says so is unique: doing it twice, or at once, does it once. Gives how many were archived.
 */
export async function deliverAuditArchives(ctx: Ctx): Promise<number> {
  const faults: unknown[] = [];
  let archived = 0;
  for (const due of await findDue(ctx)) {
    try {
      await archive(ctx, due);
      archived++;
    } catch (error) {
      ctx.log.error("audit.not_archived", {
        organisationId: due.organisationId,
        day: due.day,
        ...describeFault(error),
      });
      faults.push(error);
    }
  }
  if (faults.length > 0) throw faults[0];
  return archived;
}

function findDue(ctx: Ctx): Promise<DueArchive[]> {
  return query<DueArchive>(
    ctx.db,
    sql`select c.organisation_id as "organisationId", d.day::text as day, d.rows::int as rows,
        d.first::text as "firstChainNumber", d.last::text as "lastChainNumber", l.hash as "lastHash"
      from audit_chains c
      cross join lateral (
        select coalesce(max(a.last_chain_number), 0) as number, max(a.day) + 1 as next_day
        from audit_archives a where a.organisation_id = c.organisation_id
      ) done
      cross join lateral (
        select s.day, count(*) as rows, min(s.chain_number) as first, max(s.chain_number) as last
        from (
          select r.chain_number, greatest(done.next_day,
            max((r.at at time zone 'UTC')::date) over (order by r.chain_number)) as day
          from audit_log r where r.organisation_id = c.organisation_id and r.chain_number > done.number
        ) s
        where s.day < (${ctx.clock.now()}::timestamptz at time zone 'UTC')::date
        group by s.day
      ) d
      join audit_log l on l.organisation_id = c.organisation_id and l.chain_number = d.last
      where c.length > done.number
      order by d.day, c.organisation_id limit ${ARCHIVES_AT_A_TIME}`,
  );
}

async function archive(ctx: Ctx, due: DueArchive): Promise<void> {
  const { firstChainNumber, lastChainNumber, rows } = due;
  const places = BigInt(lastChainNumber) - BigInt(firstChainNumber) + 1n;
  assert(places === BigInt(rows), "a piece of an audit chain has no gap");
  const key = archiveKey(due);
  const file = await keepOnce(ctx, key, await compress(pagesOf(ctx, due)), due);
  const manifest: ArchiveManifest = {
    ...due,
    file: key,
    format: "ndjson.gz",
    ...file,
    writtenAt: ctx.clock.now().toISOString(),
  };
  const options = { httpMetadata: { contentType: "application/json" }, onlyIf: { etagDoesNotMatch: "*" } };
  await ctx.files.put(manifestKey(key), JSON.stringify(manifest, null, 2), options);
  await query(
    ctx.db,
    sql`insert into audit_archives
        (organisation_id, day, rows, last_chain_number, last_hash, key, sha256, created_at)
      values (${due.organisationId}, ${due.day}, ${rows}, ${lastChainNumber}::bigint, ${due.lastHash}, ${key},
        ${file.sha256}, ${ctx.clock.now()})
      on conflict do nothing`,
  );
}

/** Writes the file where none is. One that another run left is the same piece of the chain, or something is wrong. */
async function keepOnce(ctx: Ctx, key: string, bytes: Uint8Array<ArrayBuffer>, due: DueArchive) {
  const sha256 = await sha256Of(bytes);
  const { lastHash } = due;
  const written = await ctx.files.put(key, bytes, {
    sha256,
    httpMetadata: { contentType: "application/gzip" },
    customMetadata: { sha256, lastHash },
    onlyIf: { etagDoesNotMatch: "*" },
  });
  if (written) return { bytes: bytes.length, sha256 };
  const kept = await ctx.files.head(key);
  assert(kept?.customMetadata?.["lastHash"] === lastHash, "an archive is written once, and ends where its chain ends");
  return { bytes: kept.size, sha256: kept.customMetadata["sha256"] ?? "" };
}

/** The rows of an archive as lines of JSON, a page at a time. */
async function* pagesOf(ctx: Ctx, { organisationId, firstChainNumber, lastChainNumber }: DueArchive) {
  const last = BigInt(lastChainNumber);
  for (let from = BigInt(firstChainNumber); from <= last; from += BigInt(ROWS_A_PAGE)) {
    const to = from + BigInt(ROWS_A_PAGE - 1);
    const [page] = await query<{ lines: string }>(
      ctx.db,
      sql`select string_agg(to_jsonb(l)::text, e'\n' order by l.chain_number) as lines from audit_log l
        where l.organisation_id = ${organisationId}
          and l.chain_number between ${String(from)}::bigint and ${String(to < last ? to : last)}::bigint`,
    );
    if (page?.lines) yield `${page.lines}\n`;
  }
}
