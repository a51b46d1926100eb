import { createHash } from "node:crypto";
import { gunzipSync } from "node:zlib";
import pg from "pg";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { checkBooks } from "#db/check.ts";
import type { Stack } from "#test/setup/stack.ts";
import { startTestStack } from "#test/setup/test-stack.ts";

const NIGHTLY = "23 1-5 * * *";
const LAGOS = "org-demo-lagos";
const NAIROBI = "org-demo-nairobi";

type Files = Awaited<ReturnType<Stack["worker"]["miniflare"]["getR2Bucket"]>>;

let stack: Stack;
let books: pg.Pool;
let files: Files;

beforeAll(async () => {
  stack = await startTestStack({ onLog: () => undefined });
  books = new pg.Pool({ connectionString: stack.database.ownerUrl, max: 2 });
  files = await stack.worker.miniflare.getR2Bucket("FILES");
});
afterEach(async () => {
  expect(await checkBooks(stack.database.ownerUrl)).toEqual([]);
});
afterAll(async () => {
  await books?.end();
  await stack?.stop();
});

const run = (at: string) => stack.worker.dispatchScheduled(NIGHTLY, new Date(at));

async function happen(organisation: string, at: string, count = 1): Promise<void> {
  await books.query(
    `insert into audit_log (organisation_id, actor, action, subject, after, request_id, at)
     select $1, 'system:test', 'test.happened', 'subject-' || i, '{"name": "Ọlá"}', 'req', $2::timestamptz
     from generate_series(1, $3::int) i`,
    [organisation, at, count],
  );
}

async function archives(): Promise<Record<string, unknown>[]> {
  const { rows } = await books.query(
    `select organisation_id, day::text, rows, last_chain_number::int as last, key, sha256, last_hash
     from audit_archives order by day, organisation_id`,
  );
  return rows;
}

async function linesOf(key: string): Promise<{ text: string[]; sha256: string }> {
  const object = await files.get(key);
  const bytes = Buffer.from((await object?.arrayBuffer()) ?? new ArrayBuffer(0));
  const text = gunzipSync(bytes).toString("utf8").trimEnd().split("\n");
  return { text, sha256: createHash("sha256").update(bytes).digest("hex") };
}

/** The chain numbers an organisation's rows have, with the rows as the database writes them. */
async function rowsOf(organisation: string, from: number, to: number): Promise<string[]> {
  const { rows } = await books.query<{ line: string }>(
    `select to_jsonb(l)::text as line from audit_log l
     where organisation_id = $1 and chain_number between $2 and $3 order by chain_number`,
    [organisation, from, to],
  );
  return rows.map(({ line }) => line);
}

describe("the nightly archive of the audit log", () => {
  test("holds exactly the rows of each finished day, and its manifest proves it; a missed day is caught up", async () => {
    await happen(LAGOS, "2026-03-01T10:00:00Z", 2_500);
    await happen(LAGOS, "2026-03-01T23:59:59.999Z");
    await happen(LAGOS, "2026-03-02T00:00:00Z", 2);
    await happen(NAIROBI, "2026-03-02T12:00:00Z");
    await happen(LAGOS, "2026-03-03T00:30:00Z");
    expect(await run("2026-03-03T01:23:00Z")).toMatchObject({ outcome: "ok" });
    const made = await archives();
    expect(made).toMatchObject([
      { organisation_id: LAGOS, day: "2026-03-01", rows: 2_501, last: 2_501 },
      { organisation_id: LAGOS, day: "2026-03-02", rows: 2, last: 2_503 },
      { organisation_id: NAIROBI, day: "2026-03-02", rows: 1, last: 1 },
    ]);
    const first = made[0] as { key: string; sha256: string; last_hash: string };
    const { text, sha256 } = await linesOf(first.key);
    expect(text).toEqual(await rowsOf(LAGOS, 1, 2_501));
    expect(sha256).toBe(first.sha256);
    const manifest = await (await files.get(`audit/${LAGOS}/2026/2026-03-01.manifest.json`))?.json();
    expect(manifest).toMatchObject({
      organisationId: LAGOS,
      day: "2026-03-01",
      rows: 2_501,
      firstChainNumber: "1",
      lastChainNumber: "2501",
      lastHash: first.last_hash,
      sha256,
      file: first.key,
    });
  });

  test("is made once, however often and at once it is asked for", async () => {
    const before = await archives();
    const objects = async () =>
      (await files.list({ prefix: "audit/" })).objects.map(({ key, etag }) => `${key} ${etag}`);
    const kept = await objects();
    await Promise.all([1, 2, 3].map(() => run("2026-03-03T02:23:00Z")));
    expect(await archives()).toEqual(before);
    expect(await objects()).toEqual(kept);
  });

  test("that broke off between the file and its row is finished with the file that is there", async () => {
    await books.query("delete from audit_archives where day = '2026-03-02' and organisation_id = $1", [LAGOS]);
    await files.delete(`audit/${LAGOS}/2026/2026-03-02.manifest.json`);
    expect(await run("2026-03-03T03:23:00Z")).toMatchObject({ outcome: "ok" });
    const [, again] = await archives();
    expect(again).toMatchObject({ organisation_id: LAGOS, day: "2026-03-02", rows: 2, last: 2_503 });
    expect((await linesOf(String(again?.["key"]))).sha256).toBe(again?.["sha256"]);
    expect(await files.head(`audit/${LAGOS}/2026/2026-03-02.manifest.json`)).not.toBeNull();
  });

  test("takes a row that came late into the next day's, so that none is left out", async () => {
    await happen(LAGOS, "2026-03-01T08:00:00Z");
    await run("2026-03-03T04:23:00Z");
    expect(await archives()).toHaveLength(3);
    await run("2026-03-04T01:23:00Z");
    const third = (await archives()).find(
      ({ organisation_id, day }) => organisation_id === LAGOS && day === "2026-03-03",
    );
    expect(third).toMatchObject({ rows: 2, last: 2_505 });
    expect((await linesOf(String(third?.["key"]))).text).toEqual(await rowsOf(LAGOS, 2_504, 2_505));
  });
});
