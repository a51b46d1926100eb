import { unzipSync } from "fflate";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { systemRandomness } from "#app/core/ids.ts";
import type { Ctx } from "#app/domain/context.ts";
import { applyPrintJobs, createPrint } from "#app/domain/qr/index.ts";
import type { PrintOrder } from "#app/domain/qr/input.ts";
import { mintToken } from "#app/domain/qr/token.ts";
import { signInAs } from "#test/factories/staff.ts";
import { staffWorkerContext, workerContext } from "#test/factories/worker-context.ts";
import { rowsOf } from "#test/setup/books.ts";
import { qrSigningKey } from "#test/setup/demo.ts";
import type { Stack } from "#test/setup/stack.ts";
import { startTestStack } from "#test/setup/test-stack.ts";

const LAGOS = "org-demo-lagos";
const SITE = "site-demo-print";
const CARDS = 60;
const MINUTE_MS = 60_000;

let stack: Stack;
let files: R2Bucket;

beforeAll(async () => {
  stack = await startTestStack();
  files = (await stack.worker.miniflare.getR2Bucket("FILES")) as unknown as R2Bucket;
  await rows("insert into sites (id, organisation_id, name) values ($1, $2, 'Print Gate')", [SITE, LAGOS]);
  const codes = await Promise.all(
    Array.from({ length: CARDS }, async (_, n) => ({ n, token: await mintToken([qrSigningKey], systemRandomness) })),
  );
  await rows(
    `with wanted as (select * from jsonb_to_recordset($1::jsonb) as w (n int, token text)), added as (
       insert into guards (id, organisation_id, site_id, status, first_name, last_name, display_name, employee_id)
       select 'guard-print-' || n, $2, $3, 'active', 'Ada', 'Guard ' || n, 'Ada ' || n, 'P-' || n from wanted
     )
     insert into qr_codes (id, organisation_id, guard_id, token, serial, version, status)
     select 'code-print-' || n, $2, 'guard-print-' || n, token, 'PRN-' || n, 1, 'active' from wanted`,
    [JSON.stringify(codes), LAGOS, SITE],
  );
});
beforeEach(() => rows("truncate print_jobs"));
afterAll(() => stack?.stop());

const rows = (text: string, values: unknown[] = []) => rowsOf(stack.database.ownerUrl, text, values);
const job = async () => (await rows("select * from print_jobs"))[0] ?? {};
const sweep = (minutes: number) =>
  stack.worker.dispatchScheduled("* * * * *", new Date(Date.now() + minutes * MINUTE_MS));
const ctx = () => workerContext({ database: stack.database, bridgeUrl: stack.bridge.url, files });

/** Orders as a page does, but for the wake-up, which is lost. */
async function order(change: Partial<PrintOrder> = {}): Promise<string> {
  const staff = staffWorkerContext(
    { database: stack.database, bridgeUrl: stack.bridge.url, files },
    { organisationId: LAGOS, role: "operations" },
  );
  const outcome = await createPrint(staff, {
    selection: { guardIds: [], siteId: SITE, search: "" },
    order: { kinds: ["cr80"], layout: "together", fillsSheets: false, cropMarks: true, ...change },
  });
  if (outcome.status !== "queued") throw new Error(outcome.status);
  return outcome.jobId;
}

async function download(jobId: string) {
  const staff = await signInAs(stack, { organisationId: LAGOS, role: "operations" });
  return staff.get(`/admin/${LAGOS}/prints/${jobId}/file`);
}

test("a print of sixty cards is finished by the sweep with every queue message lost, and its file holds every one", async () => {
  const jobId = await order({ kinds: ["cr80", "svg"] });
  await sweep(1);
  expect(await job()).toMatchObject({ status: "running", done: 50, total: 60 });
  await sweep(2);
  await sweep(3);
  expect(await job()).toMatchObject({ status: "done", done: 60, file_name: "codes.zip", failure: null });
  const answer = await download(jobId);
  expect(answer.status).toBe(200);
  expect(answer.headers.get("cache-control")).toMatch(/no-store/);
  expect(answer.headers.get("content-disposition")).toBe('attachment; filename="codes.zip"');
  const bytes = new Uint8Array(await answer.arrayBuffer());
  expect(bytes.length).toBe((await job())["file_bytes"]);
  const names = Object.keys(unzipSync(bytes));
  expect(names.filter((name) => name.endsWith(".pdf"))).toEqual(["cr80-codes-1-to-50.pdf", "cr80-codes-51-to-60.pdf"]);
  expect(new Set(names.filter((name) => /^print-gate\/prn-\d+-ada-\d+\.svg$/.test(name))).size).toBe(CARDS);
  expect(names).toContain("manifest.csv");
  const kept = await files.list({ prefix: `prints/${jobId}/` });
  expect(kept.objects.map(({ key }) => key)).toEqual([`prints/${jobId}/codes.zip`]);
});

test("each message takes one step and asks for the next, until the file is there", async () => {
  await order();
  const wake = { id: "hint", timestamp: new Date(), attempts: 1, body: { kind: "print_job" } };
  expect((await stack.worker.dispatchQueue("asante-jobs", [wake])).ackAll).toBe(true);
  await expect.poll(async () => (await job())["status"], { timeout: 60_000 }).toBe("done");
});

test("a worker that died midway, with its part written or not, is overtaken when its claim has run out", async () => {
  const jobId = await order();
  await sweep(1);
  // The next step is claimed, its part is half there, and nothing more is heard of it.
  await files.put(`prints/${jobId}/part-00050.zip`, "half a part");
  await rows("update print_jobs set claimed_until = now() + interval '10 minutes', attempts = 1");
  await sweep(2);
  expect(await job()).toMatchObject({ status: "running", done: 50 });
  for (const minute of [11, 12]) await sweep(minute);
  expect(await job()).toMatchObject({ status: "done", done: 60 });
  const names = Object.keys(unzipSync(new Uint8Array(await (await download(jobId)).arrayBuffer())));
  expect(names).toEqual(["cr80-codes-1-to-50.pdf", "cr80-codes-51-to-60.pdf", "manifest.csv"]);
});

test("a worker that was overtaken changes nothing any more", async () => {
  await order();
  const slow = ctx();
  const stalled: Ctx = {
    ...slow,
    press: {
      ...slow.press,
      print: async (...printing) => {
        await rows("update print_jobs set claimed_until = now() + interval '1 hour', done = 50");
        return slow.press.print(...printing);
      },
    },
  };
  await applyPrintJobs(stalled);
  expect(await job()).toMatchObject({ status: "running", done: 50 });
});

test("a step that fails is tried again, some times, and then says that it failed", async () => {
  await order();
  const errors: string[] = [];
  for (let attempt = 1; attempt <= 4; attempt++) {
    const failing = workerContext({ database: stack.database, bridgeUrl: stack.bridge.url, errors });
    await applyPrintJobs(failing);
    await rows("update print_jobs set claimed_until = null where status = 'running'");
  }
  expect(errors).toEqual(Array.from({ length: 4 }, () => "print_job.step_failed"));
  expect(await job()).toMatchObject({
    status: "failed",
    done: 0,
    failure: expect.stringMatching(/^Something went wrong/),
  });
  expect(await applyPrintJobs(ctx())).toBe(0);
});

test("a code that cannot be read back ends the print, says which, and raises an alert", async () => {
  await order();
  const base = ctx();
  const print = async (cards: readonly { url: string }[]) =>
    ({ status: "unreadable", urls: cards.slice(3, 4).map(({ url }) => url) }) as const;
  await applyPrintJobs({ ...base, press: { ...base.press, print } });
  expect(await job()).toMatchObject({
    status: "failed",
    failure: expect.stringMatching(/^The code PRN-\d+ could not/),
  });
  expect(await rows("select kind, organisation_id from alerts where kind = 'print.unreadable'")).toEqual([
    { kind: "print.unreadable", organisation_id: LAGOS },
  ]);
});

test("codes that are revoked meanwhile are not printed, and the list says so", async () => {
  const jobId = await order({ kinds: ["svg"], layout: "apart" });
  await rows("update qr_codes set status = 'revoked', revoked_at = now() where id = 'code-print-7'");
  for (const minute of [1, 2, 3]) await sweep(minute);
  const zip = unzipSync(new Uint8Array(await (await download(jobId)).arrayBuffer()));
  expect(Object.keys(zip)).toHaveLength(CARDS - 1 + 1);
  const manifest = new TextDecoder().decode(zip["manifest.csv"]);
  expect(manifest).toMatch(/PRN-7,1,[^,]+,revoked since/);
});
