import pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createDueSettlementRuns, settleGuards } from "#app/domain/payouts/index.ts";
import { checkBooks } from "#db/check.ts";
import { sealAccount } from "#test/factories/bank-files.ts";
import { addPayee, payoutContext } from "#test/factories/payouts.ts";
import { type SignedIn, signInAs } from "#test/factories/signed-in.ts";
import type { Stack } from "#test/setup/stack.ts";
import { startTestStack } from "#test/setup/test-stack.ts";

const LAGOS = "org-demo-lagos";
const HOME = `/admin/${LAGOS}/bank-files`;
const NUMBER = "0012345678";
const TOMORROW_MS = 24 * 60 * 60 * 1_000;

let stack: Stack;
let owner: pg.Client;
let maker: SignedIn;
let checker: SignedIn;
const logged: string[] = [];

beforeAll(async () => {
  stack = await startTestStack({ onLog: (log) => void logged.push(JSON.stringify(log)) });
  owner = new pg.Client({ connectionString: stack.database.ownerUrl });
  await owner.connect();
  maker = await signInAs(stack, { organisationId: LAGOS, role: "finance", name: "Femi Fin" });
  checker = await signInAs(stack, { organisationId: LAGOS, role: "finance", name: "Grace Fin" });
  for (const end of ["1", "2"]) {
    const payee = await addPayee(owner, stack.paystack);
    await sealAccount(owner, payee.accountId, { number: NUMBER.slice(0, -1) + end, holderName: "Pay Ee" });
  }
  const at = new Date(Date.now() + TOMORROW_MS);
  const ctx = payoutContext({ ...stack.database, bridgeUrl: stack.bridge.url }, stack.paystack, { at });
  await createDueSettlementRuns(ctx);
  while ((await settleGuards(ctx)) > 0);
});
afterAll(async () => {
  await owner?.end();
  await stack?.stop();
});

const htmlOf = async (response: Response) => (await response.text()).replaceAll("<!-- -->", "");
const csv = (...rows: string[]) => new Blob([["Reference,Amount,Status,Reason", ...rows].join("\n")]);

describe("a bank file, without scripts", () => {
  test("is made, downloaded by finance alone, answered by the bank, and given up by two people", async () => {
    expect(await htmlOf(await maker.get(HOME))).toContain("2 payouts to bank accounts, ₦2,000");
    const made = await maker.post(`${HOME}?index`, { intent: "create", currency: "NGN", kind: "bank" });
    const file = made.headers.get("location") ?? "";
    expect(file).toMatch(/\/bank-files\/pf-[0-9a-z]{26}$/);
    expect(await htmlOf(await maker.get(file))).toContain("0 of 2 lines");

    const stale = await signInAs(stack, { organisationId: LAGOS, role: "finance", factorAgeMs: 6 * 60_000 });
    const asked = await stale.get(`${file}/download`);
    expect(asked.headers.get("location")).toBe(`/admin/second-factor?next=${encodeURIComponent(file)}`);
    const download = await maker.get(`${file}/download`);
    expect(download.headers.get("cache-control")).toContain("no-store");
    expect(download.headers.get("content-disposition")).toMatch(/^attachment; filename="asante-ngn-bank-/);
    const text = await download.text();
    expect(text).toContain(`"${NUMBER.slice(0, -1)}1"`);
    const references = [...text.matchAll(/"(po-[^"]+)"/g)].map(([, reference]) => reference);

    expect((await maker.post(file, { intent: "results" })).status).toBe(400);
    const unread = await maker.post(file, { intent: "results", file: new Blob(["a,b\n1,2"]) });
    expect(await htmlOf(unread)).toContain("The columns are missing: “Reference”, “Amount”, “Status”.");
    const wrong = await maker.post(file, { intent: "results", file: csv(`${references[0]},1,paid,`) });
    const wrongPage = wrong.headers.get("location") ?? "";
    expect(await htmlOf(await maker.get(wrongPage))).toContain("The amount is not the one that was exported.");
    const refused = await maker.post(wrongPage, { intent: "apply" });
    expect(refused.headers.get("location")).toBe(wrongPage);
    expect((await maker.post(wrongPage, { intent: "drop" })).headers.get("location")).toBe(file);
    expect(await htmlOf(await maker.get(wrongPage))).toContain("These results are no longer kept");

    const right = await maker.post(file, { intent: "results", file: csv(`${references[0]},1000.00,paid,`) });
    const rightPage = right.headers.get("location") ?? "";
    expect(await htmlOf(await maker.get(rightPage))).toContain("Everything is in order");
    expect((await maker.post(rightPage, { intent: "apply" })).headers.get("location")).toBe(file);
    expect(await htmlOf(await maker.get(file))).toContain("1 of 2 lines");

    await maker.post(file, { intent: "ask_void", reason: "The bank is down" });
    expect(await htmlOf(await maker.get(file))).toContain("You asked to void this file");
    expect((await maker.post(file, { intent: "confirm_void" })).status).toBe(403);
    expect((await maker.get(`${file}/download`)).headers.get("location")).toBe(file);
    expect(await htmlOf(await checker.get(file))).toContain("Femi Fin asks to void this file");
    await checker.post(file, { intent: "confirm_void" });
    expect(await htmlOf(await checker.get(file))).toContain("confirmed by Grace Fin");
    expect(logged.join()).not.toContain(NUMBER.slice(0, -1));
    expect(await checkBooks(stack.database.ownerUrl)).toEqual([]);
  });
});
