import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { checkBooks } from "#db/check.ts";
import { type SignedIn, signInAs } from "#test/factories/signed-in.ts";
import { openSignedIn } from "#test/factories/signed-in-browser.ts";
import { postTip, tipFor } from "#test/factories/tips.ts";
import { rowsOf } from "#test/setup/books.ts";
import { launchBrowser } from "#test/setup/browser.ts";
import type { Stack } from "#test/setup/stack.ts";
import { startTestStack } from "#test/setup/test-stack.ts";
import { simulatorClient } from "#test/simulators/paystack/index.ts";

const LAGOS = "org-demo-lagos";
const HOME = `/admin/${LAGOS}`;

let stack: Stack;
let browser: Browser;
let closeBrowser: () => Promise<void>;
let maker: SignedIn;
let checker: SignedIn;
const faults: string[] = [];

beforeAll(async () => {
  stack = await startTestStack();
  // A tip alone does not pay for its own refund: the rail keeps its fee.
  await simulator().balance({ currency: "NGN", setMinor: 10_000_000 });
  ({ browser, close: closeBrowser } = await launchBrowser());
  maker = await signInAs(stack, { organisationId: LAGOS, role: "finance", name: "Ada Maker" });
  checker = await signInAs(stack, { organisationId: LAGOS, role: "owner", name: "Bola Checker" });
});
afterEach(async () => {
  for (const context of browser.contexts()) await context.close();
  expect(faults.splice(0)).toEqual([]);
  expect(await checkBooks(stack.database.ownerUrl)).toEqual([]);
});
afterAll(async () => {
  await closeBrowser?.();
  await stack?.stop();
});

const simulator = () => simulatorClient(stack.paystack.url);
const rows = (text: string, values: unknown[] = []) => rowsOf(stack.database.ownerUrl, text, values);
const eventually = (read: () => Promise<unknown>) => expect.poll(read, { timeout: 15_000 });
const told = (page: Page, words: string | RegExp) => page.getByText(words).first().waitFor();
const press = (page: Page, name: string | RegExp) => page.getByRole("button", { name, exact: true }).click();
const follow = (page: Page, name: string | RegExp) => page.getByRole("link", { name }).first().click();

/** A page of the organisation, as one of its staff has it before them. */
async function open(path: string, who: SignedIn): Promise<Page> {
  const context = await openSignedIn(browser, who, { viewport: { width: 1440, height: 900 } });
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  page.on("pageerror", (error) => faults.push(String(error)));
  await page.goto(stack.staffUrl + HOME + path);
  return page;
}

/** A tip that was paid and credited, and what its receipt says. */
async function paidTip(): Promise<{ id: string; code: string; receipt: string }> {
  const { body } = await postTip(stack, { ...tipFor(stack), amountMinor: 100_000n });
  await simulator().pay(body.id);
  const read = () =>
    rows("select receipt_code, receipt_token from tips where id = $1 and credited_at is not null", [body.id]);
  await eventually(async () => (await read()).length).toBe(1);
  const [row] = await read();
  const code = String(row?.["receipt_code"]);
  return { id: body.id, code: `${code.slice(0, 4)}-${code.slice(4)}`, receipt: `/receipt/${row?.["receipt_token"]}` };
}

const receiptWords = async (path: string) => (await (await fetch(stack.url + path)).text()).toLowerCase();

test("finance finds a tip by its code and asks for its refund; another person approves, and the receipt tells the patron", async () => {
  const tip = await paidTip();
  const page = await open("/tips", maker);
  await page.getByLabel("Code or guard").fill(tip.code.toLowerCase());
  await press(page, "Search");
  await follow(page, tip.code);
  await follow(page, "Give money back");
  await press(page, "Show who bears it");
  await told(page, "Another person must approve it");
  await told(page, "The patron gets");
  await page.getByLabel("Reason").fill("The patron gave ten times what they meant");
  await press(page, "Ask for ₦1,000 to go back");
  await told(page, "Asked for. Another person must approve it");
  expect(await page.getByRole("button", { name: /approve/i }).count()).toBe(0);
  expect(await receiptWords(tip.receipt)).not.toContain("back to you");
  expect((await simulator().refunds()).refunds).toEqual([]);

  const other = await open("/refunds?status=requested", checker);
  await follow(other, tip.code);
  await told(other, "Ada Maker asked for it.");
  await press(other, "Approve…");
  await press(other, "Give ₦1,000 back");
  await told(other, "Approved. It goes to the payment service now");
  await eventually(async () => (await simulator().refunds()).refunds.length).toBe(1);
  await eventually(() => receiptWords(tip.receipt)).toContain("is on its way back to you");
  const [refund] = (await simulator().refunds()).refunds;
  await simulator().moveRefund(refund?.id ?? 0, "processed");
  await eventually(() => receiptWords(tip.receipt)).toContain("was returned to you");
  await other.reload();
  await told(other, "The payment service has given the money back.");
  expect((await simulator().refunds()).refunds).toHaveLength(1);
  const lines = async (status: string) =>
    (await (await maker.get(`${HOME}/refunds.csv?status=${status}`)).text()).split("\r\n");
  expect((await lines("processed"))[1]).toContain(`${tip.code},Emeka Okafor,Given back,NGN,1000.00`);
  expect(await lines("failed")).toHaveLength(2);
});

test("a dispute's evidence is looked at first, then sent with a message, and the bank decides for the guard", async () => {
  const tip = await paidTip();
  await simulator().dispute(tip.id, { event: "create" });
  await eventually(async () => (await rows("select id from disputes where tip_id = $1", [tip.id])).length).toBe(1);
  const page = await open("/disputes?status=open", maker);
  await told(page, /1[56] hours .*left/);
  await follow(page, tip.code);
  const evidence = await page.getByRole("link", { name: "Look at it first" }).getAttribute("href");
  const file = await maker.get(String(evidence));
  expect(file.headers.get("cache-control")).toContain("no-store");
  expect(new TextDecoder().decode((await file.arrayBuffer()).slice(0, 5))).toBe("%PDF-");
  await press(page, "Defend…");
  await page.getByLabel("Message to the bank").fill("The payer scanned the guard’s code and chose the amount.");
  await press(page, "Send the evidence");
  await told(page, "The evidence is on its way to the bank.");
  await eventually(
    async () => (await rows("select status from disputes where tip_id = $1", [tip.id]))[0]?.["status"],
  ).toBe("answered");
  await simulator().dispute(tip.id, { event: "resolve", resolution: "declined" });
  await eventually(
    async () => (await rows("select status from disputes where tip_id = $1", [tip.id]))[0]?.["status"],
  ).toBe("won");
  await page.reload();
  await told(page, "The bank left the money where it is.");
  await told(page, "Nothing was booked: a dispute moves money only once it is lost.");
  expect(await receiptWords(tip.receipt)).not.toContain("under dispute");
});
