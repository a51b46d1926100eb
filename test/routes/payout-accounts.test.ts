import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type SignedIn, signInAs } from "#test/factories/signed-in.ts";
import { rowsOf } from "#test/setup/books.ts";
import type { Stack } from "#test/setup/stack.ts";
import { startTestStack } from "#test/setup/test-stack.ts";
import { simulatorClient as inboxClient } from "#test/simulators/email/index.ts";
import { simulatorClient } from "#test/simulators/paystack/index.ts";

const LAGOS = "org-demo-lagos";
const PAGE = `/admin/${LAGOS}/guards/guard-demo-emeka/payout-account`;
const QUEUE = `/admin/${LAGOS}/payout-accounts`;
const NUMBER = "0123456789";
const PHONE = "+2348031110001";

let stack: Stack;
let operations: SignedIn;
let finance: SignedIn;
const logged: string[] = [];

beforeAll(async () => {
  stack = await startTestStack({ onLog: (log) => void logged.push(JSON.stringify(log)) });
  await simulatorClient(stack.paystack.url).settings({ resolveDailyCap: null });
  await rowsOf(stack.database.ownerUrl, "update guards set phone = $1 where id = 'guard-demo-emeka'", [PHONE]);
  operations = await signInAs(stack, { organisationId: LAGOS, role: "operations", name: "Ada Ops" });
  finance = await signInAs(stack, { organisationId: LAGOS, role: "finance", name: "Femi Fin" });
});
afterAll(() => stack?.stop());

const form = (more: Record<string, string> = {}) => ({ destination: "bank:058", number: NUMBER, ...more });
const htmlOf = async (response: Response) => (await response.text()).replaceAll("<!-- -->", "");
const nameAccount = (accountName: string, accountNumber = NUMBER) =>
  simulatorClient(stack.paystack.url).nameAccount({ bankCode: "058", accountNumber, accountName });
const accounts = () =>
  rowsOf(stack.database.ownerUrl, "select id, status, reason from payout_accounts order by requested_at, id");

describe("a payout account, without scripts", () => {
  test("is asked for in two steps: whose it is, then the request; what was typed is not lost", async () => {
    expect(await htmlOf(await operations.get(PAGE))).toContain("Guaranty Trust Bank");
    const wrong = await operations.post(PAGE, form({ intent: "enquire", number: "12 34" }));
    expect(wrong.status).toBe(400);
    const wrongPage = await htmlOf(wrong);
    expect(wrongPage).toContain("This number should have 10 digits.");
    expect(wrongPage).toContain('value="12 34"');

    await simulatorClient(stack.paystack.url).faults.add({ operation: "bank.resolve", kind: "status", status: 500 });
    const silent = await operations.post(PAGE, form({ intent: "enquire" }));
    expect(silent.status).toBe(503);
    expect(await htmlOf(silent)).toContain("what you typed is still here");

    await nameAccount("BAKARE TUNDE");
    const shown = await htmlOf(await operations.post(PAGE, form({ intent: "enquire" })));
    expect(shown).toContain("The bank says: BAKARE TUNDE");
    expect(shown).toContain("This is another name than Emeka Okafor");
    expect(shown).toContain(`value="${NUMBER}"`);

    const unsaid = await operations.post(PAGE, form({ intent: "create", seenName: "BAKARE TUNDE" }));
    expect(unsaid.status).toBe(409);
    expect(await htmlOf(unsaid)).toContain("Say why, for who approves it.");
    const other = await operations.post(PAGE, form({ intent: "create", seenName: "OKAFOR EMEKA", reason: "His" }));
    expect(await htmlOf(other)).toContain("The bank gives another name now");
    expect(await accounts()).toEqual([]);

    const said = { intent: "create", seenName: "BAKARE TUNDE", reason: "It is his uncle's" };
    const saved = await operations.post(PAGE, form(said));
    expect(saved.status).toBe(302);
    expect(saved.headers.get("location")).toBe(PAGE);
    expect(await accounts()).toMatchObject([{ status: "requested", reason: "It is his uncle's" }]);
  });

  test("is shown loudly to another person, masked, who rejects it with a reason", async () => {
    const [account] = await accounts();
    const queue = await htmlOf(await finance.get(QUEUE));
    expect(queue).toContain("Another name");
    expect(queue).toContain("It is his uncle");
    expect(queue).toContain("••6789");
    expect(queue).not.toContain(NUMBER);
    const own = await htmlOf(await operations.get(QUEUE));
    expect(own).toContain("Cancel request");
    expect(own).not.toContain('value="approve"');

    const unsaid = await finance.post(QUEUE, { intent: "stop", account: String(account?.["id"]), reason: "" });
    expect(unsaid.status).toBe(302);
    expect(await accounts()).toMatchObject([{ status: "requested" }]);
    await finance.post(QUEUE, { intent: "stop", account: String(account?.["id"]), reason: "Not his" });
    expect(await accounts()).toMatchObject([{ status: "rejected" }]);
  });

  test("is approved with others by a checker, and the guard's phone is told", async () => {
    await nameAccount("OKAFOR EMEKA");
    const asked = await operations.post(PAGE, form({ intent: "create", seenName: "OKAFOR EMEKA" }));
    expect(asked.status).toBe(302);
    const id = String((await accounts()).at(-1)?.["id"]);
    const forbidden = await operations.post(QUEUE, { intent: "approve", account: id });
    expect(forbidden.status).toBe(403);
    const stale = await signInAs(stack, { organisationId: LAGOS, role: "owner", factorAgeMs: 360_000 });
    const again = await stale.post(QUEUE, { intent: "approve_selected", id });
    expect(again.headers.get("location")).toContain("/admin/second-factor");
    await finance.post(QUEUE, { intent: "approve_selected", id });
    expect((await accounts()).at(-1)).toMatchObject({ status: "active" });
    const page = await htmlOf(await operations.get(PAGE));
    expect(page).toContain("••6789");
    expect(page).toContain("Femi Fin");
    expect(page).not.toContain(NUMBER);
    const inbox = inboxClient(stack.email.url);
    await expect.poll(async () => (await inbox.inbox(PHONE)).length, { timeout: 20_000 }).toBe(1);
    expect((await inbox.last(PHONE)).text).toContain("your tips now go to Guaranty Trust Bank ending 6789");
  });

  test("that is changed waits, and the guard's PIN is neither echoed nor enough when it is new", async () => {
    await nameAccount("OKAFOR EMEKA", "0987654321");
    const change = form({ number: "0987654321", intent: "create", seenName: "OKAFOR EMEKA", reason: "New bank" });
    expect((await operations.post(PAGE, change)).status).toBe(302);
    await finance.post(PAGE, { intent: "approve", account: String((await accounts()).at(-1)?.["id"]) });
    expect((await accounts()).at(-1)).toMatchObject({ status: "held" });
    const mistyped = await operations.post(PAGE, { intent: "set_pin", pin: "402917", pinAgain: "402918" });
    const mistypedPage = await htmlOf(mistyped);
    expect(mistypedPage).toContain("The two are not the same.");
    expect(mistypedPage).not.toContain("402917");
    expect((await operations.post(PAGE, { intent: "set_pin", pin: "402917", pinAgain: "402917" })).status).toBe(302);
    const lift = await htmlOf(await operations.post(PAGE, { intent: "lift", pin: "402917" }));
    expect(lift).toContain("The PIN was set after this change was asked for");
    expect((await accounts()).at(-1)).toMatchObject({ status: "held" });
  });

  test("is looked at and not touched by an auditor, and by nobody of another organisation", async () => {
    const auditor = await signInAs(stack, { organisationId: LAGOS, role: "auditor" });
    for (const path of [PAGE, QUEUE]) {
      const page = await auditor.get(path);
      expect(page.status).toBe(200);
      expect(await htmlOf(page)).not.toContain('name="intent"');
      expect((await auditor.post(path, { intent: "stop", account: "x", reason: "Because" })).status).toBe(403);
      const stranger = await signInAs(stack, { organisationId: "org-demo-nairobi", role: "owner" });
      expect((await stranger.get(path)).status).toBe(404);
    }
  });

  test("its number and its PIN are in no log", () => {
    expect(logged.length).toBeGreaterThan(0);
    expect(logged.filter((line) => /0123456789|0987654321|402917/.test(line))).toEqual([]);
  });
});
