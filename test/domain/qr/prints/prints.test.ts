import { unzipSync } from "fflate";
import { Miniflare } from "miniflare";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Ctx } from "#app/domain/context.ts";
import type { Press } from "#app/domain/imaging.ts";
import type { Role } from "#app/domain/permissions.ts";
import {
  applyPrintJobs,
  createCodeMessage,
  createPrint,
  findPrintFile,
  getCodeFile,
  getPrintJob,
  listPrintable,
  listPrintJobs,
  startPrintJob,
} from "#app/domain/qr/index.ts";
import type { PrintOrder } from "#app/domain/qr/input.ts";
import { countingLimits } from "#test/factories/limits.ts";
import { staffWorkerContext } from "#test/factories/worker-context.ts";
import { rowsOf } from "#test/setup/books.ts";
import { openTestDatabase, type TestDatabase } from "#test/setup/database.ts";
import { seed } from "#test/setup/demo.ts";

const LAGOS = "org-demo-lagos";
const NAIROBI = "org-demo-nairobi";
const EVERYBODY = { guardIds: [], siteId: null, search: "" };
const EMEKA = { guardIds: ["guard-demo-emeka"], siteId: null, search: "" };
const POSTERS: PrintOrder = { kinds: ["a4"], layout: "together", fillsSheets: false, cropMarks: false };
const NOON = new Date("2026-03-02T12:00:00Z");
const DAY_MS = 24 * 60 * 60 * 1_000;

let miniflare: Miniflare;
let database: TestDatabase;
let files: R2Bucket;

beforeAll(async () => {
  miniflare = new Miniflare({ modules: true, script: "export default {}", r2Buckets: ["FILES"], cf: false });
  files = (await miniflare.getR2Bucket("FILES")) as unknown as R2Bucket;
});
afterAll(() => miniflare?.dispose());
beforeEach(async () => {
  await database?.close();
  database = await openTestDatabase();
  await seed(database);
});
afterAll(() => database?.close());

const as = (role: Role = "operations", organisationId = LAGOS, at = NOON): Ctx =>
  staffWorkerContext({ database, bridgeUrl: database.bridgeUrl, files, at }, { organisationId, role });
const rows = (text: string, values: unknown[] = []) => rowsOf(database.ownerUrl, text, values);

/** A press in which some codes come out unreadable. */
const smudged = (ctx: Ctx): Ctx => ({
  ...ctx,
  press: {
    ...ctx.press,
    print: async (cards) => ({ status: "unreadable", urls: cards.slice(0, 1).map(({ url }) => url) }),
  } satisfies Press,
});

async function printed(ctx: Ctx, order: Partial<PrintOrder>, selection = EVERYBODY): Promise<string> {
  const outcome = await createPrint(ctx, { selection, order: { ...POSTERS, ...order } });
  if (outcome.status !== "printed") throw new Error(outcome.status);
  return outcome.jobId;
}

async function bytesOf(ctx: Ctx, jobId: string): Promise<Uint8Array> {
  const file = await findPrintFile(ctx, jobId);
  if (!file) throw new Error("no file");
  return new Uint8Array(await new Response(file.body).arrayBuffer());
}

describe("a print", () => {
  test("of a few codes is made at once, is in the audit log, and its file can be fetched for a day", async () => {
    const jobId = await printed(as(), {});
    expect(await getPrintJob(as("auditor"), jobId)).toMatchObject({ status: "done", total: 4, done: 4, kinds: ["a4"] });
    expect(new TextDecoder().decode((await bytesOf(as("auditor"), jobId)).slice(0, 5))).toBe("%PDF-");
    expect(await rows("select action, subject from audit_log")).toEqual([{ action: "codes.printed", subject: jobId }]);
    const nextDay = as("operations", LAGOS, new Date(NOON.getTime() + DAY_MS));
    expect(await findPrintFile(nextDay, jobId)).toBeNull();
    expect((await listPrintJobs(nextDay)).map(({ status }) => status)).toEqual(["expired"]);
  });

  test("apart is a folder a site, a file a guard, and the list of what is whose", async () => {
    const jobId = await printed(as(), { kinds: ["cr80", "svg", "png"], layout: "apart" });
    const names = Object.keys(unzipSync(await bytesOf(as(), jobId))).sort();
    expect(names).toHaveLength(4 * 3 + 1);
    expect(
      names.filter((name) => /^banana-island-gate-2\/[a-z0-9-]+-emeka-o(-cr80\.pdf|\.svg|\.png)$/.test(name)),
    ).toHaveLength(3);
    const manifest = new TextDecoder().decode(unzipSync(await bytesOf(as(), jobId))["manifest.csv"]);
    expect(manifest.split("\r\n").filter((line) => line.includes(",active"))).toHaveLength(4);
    expect(manifest).toContain("Emeka Okafor");
  });

  test("leaves out guards without an active code and says who they are", async () => {
    await rows("update qr_codes set status = 'revoked', revoked_at = now() where guard_id = 'guard-demo-bisi'");
    expect(await listPrintable(as("auditor"), EVERYBODY)).toEqual({
      codes: 3,
      leftOut: { count: 1, guards: [{ id: "guard-demo-bisi", name: "Adebisi Lawal" }] },
    });
    const jobId = await printed(as(), {});
    expect(await getPrintJob(as(), jobId)).toMatchObject({ total: 3 });
    const two = { guardIds: ["guard-demo-emeka", "guard-demo-ngozi", "guard-demo-wanjiru"], siteId: null, search: "" };
    expect(await listPrintable(as("auditor"), two)).toMatchObject({ codes: 2 });
    const bisi = { guardIds: ["guard-demo-bisi"], siteId: null, search: "" };
    expect(await createPrint(as(), { selection: bisi, order: POSTERS })).toEqual({ status: "nobody" });
  });

  test("whose code cannot be read back is not kept, and raises an alert of that organisation", async () => {
    const outcome = await createPrint(smudged(as()), { selection: EMEKA, order: POSTERS });
    expect(outcome).toEqual({ status: "unreadable", serials: [expect.stringMatching(/^[A-Z0-9-]+$/)] });
    expect(await rows("select organisation_id, kind, resolved_at from alerts")).toEqual([
      { organisation_id: LAGOS, kind: "print.unreadable", resolved_at: null },
    ]);
    expect(await rows("select id from print_jobs")).toEqual([]);
  });

  test("of more than twenty codes waits for the queue, and failed ones go on where they stopped", async () => {
    await addGuards(30);
    const outcome = await createPrint(as(), { selection: EVERYBODY, order: POSTERS });
    if (outcome.status !== "queued") throw new Error(outcome.status);
    const { jobId } = outcome;
    expect(await getPrintJob(as(), jobId)).toMatchObject({ status: "queued", total: 34, done: 0 });
    expect(await startPrintJob(as(), { jobId })).toEqual({ status: "not_failed" });
    await rows("update print_jobs set status = 'failed', done = 20, attempts = 4, failure = 'x', finished_at = now()");
    expect(await startPrintJob(as(), { jobId })).toEqual({ status: "queued" });
    expect(await getPrintJob(as(), jobId)).toMatchObject({ status: "queued", done: 20, failure: null });
    await rows("update print_jobs set status = 'failed'");
    const nextWeek = as("operations", LAGOS, new Date(NOON.getTime() + 7 * DAY_MS));
    await startPrintJob(nextWeek, { jobId });
    expect(await getPrintJob(nextWeek, jobId)).toMatchObject({ status: "queued", done: 0 });
  });

  test("refuses an order that makes no sense", async () => {
    for (const order of [
      {},
      { ...POSTERS, kinds: [] },
      { ...POSTERS, kinds: ["a3"] },
      { ...POSTERS, layout: "sideways" },
    ]) {
      await expect(createPrint(as(), { selection: EVERYBODY, order })).rejects.toMatchObject({ code: "INVALID_INPUT" });
    }
  });

  test("is nobody else's: neither to see, nor to fetch, nor to try again", async () => {
    const jobId = await printed(as(), {});
    const stranger = as("owner", NAIROBI);
    for (const look of [getPrintJob, findPrintFile]) {
      await expect(look(stranger, jobId)).rejects.toMatchObject({ code: "NOT_FOUND" });
    }
    await expect(startPrintJob(stranger, { jobId })).rejects.toMatchObject({ code: "NOT_FOUND" });
    expect(await createPrint(stranger, { selection: EMEKA, order: POSTERS })).toEqual({ status: "nobody" });
  });

  test("is not ordered by who may only look", async () => {
    await expect(createPrint(as("auditor"), { selection: EMEKA, order: POSTERS })).rejects.toMatchObject({
      code: "FORBIDDEN",
    });
    await expect(startPrintJob(as("finance"), { jobId: "prn-x" })).rejects.toMatchObject({ code: "FORBIDDEN" });
  });
});

describe("one guard's file", () => {
  test("is of every form, and named after the code and the guard", async () => {
    for (const kind of ["a4", "a6", "cr80", "l7160", "l7165", "svg", "png"] as const) {
      const outcome = await getCodeFile(as("auditor"), { guardId: "guard-demo-emeka", kind, cropMarks: true });
      if (outcome.status !== "printed") throw new Error(outcome.status);
      expect(outcome.file.name).toMatch(/^[a-z0-9-]+-emeka-o(-[a-z0-9]+\.pdf|\.svg|\.png)$/);
      expect(outcome.file.bytes.length).toBeGreaterThan(500);
    }
  });

  test("is not handed out when its code cannot be read back, and not found for another organisation", async () => {
    const asked = { guardId: "guard-demo-emeka", kind: "a4", cropMarks: false } as const;
    expect(await getCodeFile(smudged(as()), asked)).toMatchObject({ status: "unreadable" });
    expect(await rows("select kind from alerts")).toEqual([{ kind: "print.unreadable" }]);
    await expect(getCodeFile(as("owner", NAIROBI), asked)).rejects.toMatchObject({ code: "NOT_FOUND" });
  });
});

describe("codes by e-mail", () => {
  const order = { address: "supervisor@example.com", siteId: "site-demo-banana-island", kind: "a6" };

  test("are queued with the PDF, and the audit log says to whom which codes went", async () => {
    expect(await createCodeMessage(as(), order)).toEqual({ status: "queued", codes: 3 });
    const [message] = await rows("select * from messages");
    expect(message).toMatchObject({
      organisation_id: LAGOS,
      purpose: "codes",
      recipient: order.address,
      status: "queued",
    });
    expect(message?.["body_text"]).toContain("Emeka O.");
    const file = await files.get(String(message?.["attachment_key"]));
    expect(file?.size).toBeGreaterThan(1_000);
    const [entry] = await rows("select action, after from audit_log");
    expect(entry).toMatchObject({ action: "codes.mailed", after: { address: order.address, kind: "a6" } });
    expect((entry?.["after"] as { serials: string[] } | undefined)?.serials).toHaveLength(3);
  });

  test("are limited for each of the staff", async () => {
    const ctx = { ...as(), limits: countingLimits({ now: () => NOON }) };
    const mail = () => createCodeMessage(ctx, { address: order.address, guardIds: ["guard-demo-emeka"], kind: "cr80" });
    for (let sent = 0; sent < 20; sent++) expect(await mail()).toMatchObject({ status: "queued" });
    expect(await mail()).toMatchObject({ status: "limited" });
    expect(await rows("select count(*)::int as count from messages")).toEqual([{ count: 20 }]);
  });

  test("are refused without an address, to who may only look, and of another organisation's people", async () => {
    for (const input of [
      { ...order, address: "nobody" },
      { ...order, siteId: null },
      { ...order, kind: "svg" },
    ]) {
      await expect(createCodeMessage(as(), input)).rejects.toMatchObject({ code: "INVALID_INPUT" });
    }
    await expect(createCodeMessage(as("auditor"), order)).rejects.toMatchObject({ code: "FORBIDDEN" });
    expect(await createCodeMessage(as("owner", NAIROBI), order)).toEqual({ status: "nobody" });
    expect(await createCodeMessage(smudged(as()), order)).toMatchObject({ status: "unreadable" });
    expect(await rows("select id from messages")).toEqual([]);
  });
});

/** So many more active guards at the first site, each with a code. */
async function addGuards(count: number): Promise<void> {
  await rows(
    `with added as (
       insert into guards (id, organisation_id, site_id, status, first_name, last_name, display_name, employee_id)
       select 'guard-more-' || n, '${LAGOS}', 'site-demo-banana-island', 'active', 'More', 'Guard ' || n, 'More ' || n, 'M-' || n
       from generate_series(1, ${count}) n returning id, organisation_id
     )
     insert into qr_codes (id, organisation_id, guard_id, token, serial, version, status)
     select 'code-' || id, organisation_id, id, upper(substr(md5(id), 1, 26)), 'MOR-' || id, 1, 'active' from added`,
  );
}

test("organisations take turns: one that wants many prints keeps nobody else waiting", async () => {
  const insert = `insert into print_jobs (id, organisation_id, request, status, total, done, attempts, requested_by, created_at)
    values ($1, $2, '{"codes":[]}', 'queued', 500, $3, 99, 'usr-test', $4)`;
  const at = (minutes: number) => new Date(NOON.getTime() + minutes * 60_000);
  for (const [id, organisation, done, minutes] of [
    ["prt-lagos-1", LAGOS, 100, -50],
    ["prt-lagos-2", LAGOS, 0, -40],
    ["prt-nairobi-1", NAIROBI, 0, -10],
    ["prt-nairobi-2", NAIROBI, 150, -5],
  ] as const) {
    await rows(insert, [id, organisation, done, at(minutes)]);
  }
  // Each was tried too often, so that a step of it ends it: what ended is what had its turn.
  const ended: unknown[] = [];
  const turn = async () => {
    const before = new Set(ended);
    await applyPrintJobs({ ...as("platform"), db: as("platform").systemDb });
    const failed = await rows("select id from print_jobs where status = 'failed' order by id");
    ended.push(...failed.map(({ id }) => id).filter((id) => !before.has(id)));
  };
  await turn();
  await rows("update print_jobs set done = 20 where id = 'prt-nairobi-2'");
  for (let turns = 0; turns < 3; turns++) await turn();
  expect(ended).toEqual(["prt-lagos-1", "prt-nairobi-1", "prt-nairobi-2", "prt-lagos-2"]);
});
