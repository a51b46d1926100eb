import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { printPng } from "#app/domain/qr/index.ts";
import { type SignedIn, signInAs } from "#test/factories/staff.ts";
import { rowsOf } from "#test/setup/books.ts";
import type { Stack } from "#test/setup/stack.ts";
import { startTestStack } from "#test/setup/test-stack.ts";
import { simulatorClient } from "#test/simulators/email/index.ts";

const HOME = "/admin/org-demo-lagos";
const GUARD = "guard-demo-emeka";
const POSTER = { kinds: "a4", layout: "together" };

let stack: Stack;
let operations: SignedIn;
let auditor: SignedIn;
let foreigner: SignedIn;

beforeAll(async () => {
  stack = await startTestStack();
  operations = await signInAs(stack, { organisationId: "org-demo-lagos", role: "operations" });
  auditor = await signInAs(stack, { organisationId: "org-demo-lagos", role: "auditor" });
  foreigner = await signInAs(stack, { organisationId: "org-demo-nairobi", role: "owner" });
});
afterAll(() => stack?.stop());

async function pageOf(who: SignedIn, path: string): Promise<{ status: number; html: string }> {
  const response = await who.get(path);
  return { status: response.status, html: (await response.text()).replaceAll("<!-- -->", "") };
}

describe("the pages about codes", () => {
  test.each([
    ["/prints", "4 codes"],
    [`/prints?guard=${GUARD}`, "1 code"],
    ["/prints?site=nonsense&q=%00", "0 codes"],
    ["/codes", "Emeka Okafor"],
    ["/codes?by=site", "Banana Island Gate 2"],
    ["/codes?by=day&from=2026-02-31&sort=__proto__", "Against the best day"],
    ["/check", "By typing"],
  ])("are shown to who may look, and are not there for another organisation: %s", async (path, words) => {
    const { status, html } = await pageOf(auditor, HOME + path);
    expect(status).toBe(200);
    expect(html).toContain(words);
    expect((await foreigner.get(HOME + path)).status).toBe(404);
  });

  test("give their figures as a file", async () => {
    const csv = await (await auditor.get(`${HOME}/codes.csv`)).text();
    expect(csv.split("\r\n")[0]).toContain("Serial,Version,Status,Guard,Site,Scans");
    expect(csv).toContain("Emeka Okafor");
  });
});

describe("lists as files", () => {
  test.each([
    ["/sites.csv?q=mall&status=active", "Site,Kind,Address,Guards,Status", '"Ikeja City Mall, Car Park",Gate,,2,Open'],
    [`/guards/${GUARD}/tips.csv?status=failed`, "Started (UTC),Receipt,Status,Currency,Given,For the guard", undefined],
    ["/payout-accounts.csv?status=held", "Guard,Status,Kind,Account,Holder,Name check,Alike %", undefined],
  ])(
    "hold what their address narrows them to, and are not there for another organisation: %s",
    async (path, header, row) => {
      const [first, ...rows] = (await (await auditor.get(HOME + path)).text()).trimEnd().split("\r\n");
      expect(first).toContain(header);
      expect(rows).toEqual(row === undefined ? [] : [row]);
      expect((await foreigner.get(HOME + path)).status).toBe(404);
    },
  );
});

describe("the files of one guard", () => {
  test.each([
    ["a4.pdf", "application/pdf", "%PDF"],
    ["l7165.pdf", "application/pdf", "%PDF"],
    ["code.svg", "image/svg+xml", "<svg"],
    ["code.png", "image/png", "PNG"],
  ])("come out of the Worker read back, and are nobody else's: %s", async (name, type, start) => {
    const path = `${HOME}/guards/${GUARD}/print/${name}`;
    const answer = await auditor.get(path);
    expect([answer.status, answer.headers.get("content-type")]).toEqual([200, type]);
    expect(answer.headers.get("cache-control")).toMatch(/no-store/);
    expect(answer.headers.get("content-disposition")).toMatch(/^attachment; filename="[a-z0-9.-]+"$/);
    expect(new TextDecoder("latin1").decode((await answer.arrayBuffer()).slice(0, 8))).toContain(start);
    expect((await foreigner.get(path)).status).toBe(404);
  });

  test("of a form that there is not are not there", async () => {
    for (const name of ["a3.pdf", "png.pdf", "a4", "code.gif", "__proto__.pdf"]) {
      expect((await auditor.get(`${HOME}/guards/${GUARD}/print/${name}`)).status, name).toBe(404);
    }
  });
});

describe("the print shop", () => {
  test("prints a few codes at once, and leads to a page with their file", async () => {
    const ordered = await operations.post(`${HOME}/prints?index`, POSTER);
    const page = ordered.headers.get("location") ?? "";
    expect([ordered.status, page.startsWith(`${HOME}/prints/prn-`)]).toEqual([302, true]);
    expect((await pageOf(auditor, page)).html).toContain("The file is ready");
    const file = await auditor.get(`${page}/file`);
    expect([file.status, file.headers.get("content-type")]).toEqual([200, "application/pdf"]);
    expect((await foreigner.get(page)).status).toBe(404);
    expect((await pageOf(auditor, `${HOME}/prints`)).html).toContain("Ready");
  });

  test("refuses an order of nothing, of nobody, and of who may only look", async () => {
    const nothing = await operations.post(`${HOME}/prints?index`, { layout: "together" });
    expect([nothing.status, (await nothing.text()).includes("Choose what to print.")]).toEqual([400, true]);
    const nobody = await operations.post(`${HOME}/prints?index`, { ...POSTER, guard: "guard-demo-wanjiru" });
    expect([nobody.status, (await nobody.text()).includes("Nothing was printed")]).toEqual([409, true]);
    expect((await auditor.post(`${HOME}/prints?index`, POSTER)).status).toBe(403);
  });

  test("e-mails a guard's code as a PDF", async () => {
    expect((await pageOf(operations, `${HOME}/prints/email?guard=${GUARD}`)).html).toContain("Emeka Okafor");
    const sent = await operations.post(`${HOME}/prints/email`, {
      ...{ address: "boss@example.com", guard: GUARD, kind: "a6" },
    });
    expect(sent.status).toBe(302);
    await stack.worker.dispatchScheduled("* * * * *", new Date(Date.now() + 30_000));
    const { attachments } = await simulatorClient(stack.email.url).last("boss@example.com");
    expect(attachments).toEqual([
      expect.objectContaining({ contentType: "application/pdf", name: expect.stringMatching(/^a6-.*\.pdf$/) }),
    ]);
  });
});

describe("checking a code without scripts", () => {
  const check = async (fields: Record<string, string | Blob>) =>
    (await (await auditor.post(`${HOME}/check`, fields)).text()).replaceAll("<!-- -->", "");

  test("says OURS and whose, by typing or by a photo", async () => {
    const [code] = await rowsOf(stack.database.ownerUrl, "select token from qr_codes where guard_id = $1", [GUARD]);
    const url = `${stack.url}/g/${code?.["token"]}`;
    expect(await check({ text: url })).toMatch(/OURS(?!,).*Emeka Okafor/s);
    const photo = new Blob([printPng(url)], { type: "image/png" });
    expect(await check({ photo })).toMatch(/OURS(?!,).*Emeka Okafor/s);
  });

  test("says NOT OURS of a sticker that leads elsewhere, and takes the report of it", async () => {
    expect(await check({ text: "https://evil.example/g/7K2MQX" })).toMatch(/NOT OURS.*evil\.example/s);
    expect(await check({ text: "" })).toContain("There is nothing to check");
    const photo = new Blob(["no picture"], { type: "image/png" });
    expect(await check({ photo })).toContain("The photo could not be opened");
    const report = { intent: "report", found: "evil.example", note: "", siteId: "" };
    expect((await operations.post(`${HOME}/check`, report)).status).toBe(302);
    expect((await auditor.post(`${HOME}/check`, report)).status).toBe(403);
    expect(await rowsOf(stack.database.ownerUrl, "select kind from alerts")).toEqual([{ kind: "sticker_swap" }]);
  });
});
