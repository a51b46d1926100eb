import pg from "pg";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { days } from "#app/core/time.ts";
import { checkBooks } from "#db/check.ts";
import { addPayee, type Payee } from "#test/factories/payouts.ts";
import { type SignedIn, signInAs } from "#test/factories/signed-in.ts";
import { openSignedIn } from "#test/factories/signed-in-browser.ts";
import { launchBrowser } from "#test/setup/browser.ts";
import type { Stack } from "#test/setup/stack.ts";
import { startTestStack } from "#test/setup/test-stack.ts";
import { type SimulatorClient, simulatorClient } from "#test/simulators/paystack/index.ts";

const LAGOS = "org-demo-lagos";
const HOME = `/admin/${LAGOS}/payouts`;

let stack: Stack;
let browser: Browser;
let closeBrowser: () => Promise<void>;
let owner: pg.Client;
let simulator: SimulatorClient;
let maker: SignedIn;
let checker: SignedIn;

beforeAll(async () => {
  stack = await startTestStack();
  ({ browser, close: closeBrowser } = await launchBrowser());
  simulator = simulatorClient(stack.paystack.url);
  await simulator.settings({ bulkIntervalMs: 0 });
  await simulator.balance({ currency: "NGN", setMinor: 1_000_000_000 });
  owner = new pg.Client({ connectionString: stack.database.ownerUrl });
  await owner.connect();
  maker = await signInAs(stack, { organisationId: LAGOS, role: "finance", name: "Ngozi Maker" });
  checker = await signInAs(stack, { organisationId: LAGOS, role: "owner", name: "Tunde Checker" });
});
afterAll(async () => {
  expect(await checkBooks(stack.database.ownerUrl)).toEqual([]);
  await owner?.end();
  await closeBrowser?.();
  await stack?.stop();
});

async function at(who: SignedIn, path: string): Promise<Page> {
  const context = await openSignedIn(browser, who, { viewport: { width: 1280, height: 900 } });
  const page = await context.newPage();
  await page.goto(stack.staffUrl + path);
  return page;
}

async function payoutOf({ guardId }: Payee): Promise<{ id: string; status: string }> {
  const { rows } = await owner.query(
    "select id, status from payouts where guard_id = $1 and id not like 'po-past%' order by created_at desc limit 1",
    [guardId],
  );
  return rows[0] ?? { id: "", status: "none" };
}

/** The evening's settlement of a day from now on, by its cron. */
async function settle(daysAhead: number): Promise<void> {
  const evening = Date.parse(`${new Date().toISOString().slice(0, 10)}T18:00:00Z`) + days(daysAhead);
  await stack.worker.dispatchScheduled("*/15 * * * *", new Date(evening));
}

test("a settlement run by one person, approved by another, is paid, and its story has the attempt and the books", async () => {
  const payee = await addPayee(owner, stack.paystack, { owedMinor: 1_250_000n });
  const asked = await at(maker, `${HOME}/runs/new`);
  await asked.getByRole("button", { name: "Run now…" }).click();
  const question = asked.getByRole("alertdialog");
  expect(await question.innerText()).toContain("1 guard gets ₦12,500");
  await question.getByRole("button", { name: "Run the settlement" }).click();
  await asked.getByRole("heading", { name: /^Settlement of/ }).waitFor();
  await expect.poll(async () => (await payoutOf(payee)).status, { timeout: 20_000 }).toBe("created");

  // Who asked does not approve.
  const { id } = await payoutOf(payee);
  await asked.goto(`${stack.staffUrl}${HOME}/${id}`);
  await asked.getByText("another person approves it").waitFor();
  expect(await asked.getByRole("button", { name: /^Approve/ }).count()).toBe(0);

  const page = await at(checker, HOME);
  await page.getByText("1 payout waits for approval · ₦12,500").waitFor();
  await page.getByRole("link", { name: "Look and approve" }).click();
  await page.waitForURL(/status=to_approve/);
  await page.getByRole("checkbox", { name: "Select the payout to Pay Ee" }).check();
  await page.getByRole("button", { name: "Approve selected" }).click();
  await page.getByText("1 payout approved, and sent from now on.").waitFor();
  await expect.poll(async () => (await payoutOf(payee)).status, { timeout: 20_000 }).toBe("paid");

  await page.goto(`${stack.staffUrl}${HOME}/${id}`);
  const story = await page.locator("main").innerText();
  for (const said of [
    "₦12,500 to Pay Ee",
    `${id}-1`,
    "Ngozi Maker",
    "Tunde Checker",
    "Set aside for the payout",
    "HTTP 200",
  ]) {
    expect(story).toContain(said);
  }
  expect(await page.getByRole("table", { name: "Ledger transfers" }).getByRole("row").count()).toBeGreaterThan(2);
});

test("a payout that the bank refuses is shown with why, looked into, made anew, tried again at once, and paid", async () => {
  const payee = await addPayee(owner, stack.paystack, { owedMinor: 830_000n, suffix: "9009" });
  await settle(1);
  const { id } = await payoutOf(payee);
  await simulator.moveTransfer(`${id}-1`, { status: "failed", reason: "Account closed" });
  await expect.poll(async () => (await payoutOf(payee)).status, { timeout: 20_000 }).toBe("failed");

  const page = await at(checker, HOME);
  await page.getByText("1 payout failed and needs a person · ₦8,300").waitFor();
  await page.getByRole("link", { name: "Look into it" }).click();
  await page.waitForURL(/status=failed/);
  const failed = page.getByRole("row").filter({ hasText: "Account closed" });
  await failed.getByRole("link", { name: "Pay Ee" }).click();
  await page.getByText("No money is lost: it is owed to the guard again.").waitFor();
  await page.getByRole("button", { name: "Mark as investigated…" }).click();
  const question = page.getByRole("alertdialog");
  await question.getByLabel(/What did you find out/).fill("The bank had closed it by mistake.");
  await question.getByRole("button", { name: "Mark as investigated" }).click();
  await page.getByText("Failed, looked into").first().waitFor();
  await page.getByText("The bank had closed it by mistake.").waitFor();

  // The next settlement pays the guard again; the bank is down at first, and finance does not wait for the next try.
  await settle(2);
  const next = await payoutOf(payee);
  expect(next.id).not.toBe(id);
  await simulator.moveTransfer(`${next.id}-1`, {
    status: "failed",
    reason: "Sorry, we can't make the transfer to this recipient at the moment",
  });
  await expect.poll(async () => (await payoutOf(payee)).status, { timeout: 20_000 }).toBe("created");
  await page.goto(`${stack.staffUrl}${HOME}/${next.id}`);
  await page.getByText("Bank could not be reached").first().waitFor();
  await page.getByRole("button", { name: "Try again now" }).click();
  await page.getByText("It is tried again now").waitFor();
  await expect.poll(async () => (await payoutOf(payee)).status, { timeout: 20_000 }).toBe("submitted");
  await simulator.moveTransfer(`${next.id}-2`, { status: "success" });
  await expect.poll(async () => (await payoutOf(payee)).status, { timeout: 20_000 }).toBe("paid");
  await page.goto(`${stack.staffUrl}/admin/${LAGOS}/guards/${payee.guardId}/payouts`);
  const rows = await page.getByRole("table", { name: "Payouts of this guard" }).innerText();
  expect(rows).toContain("Paid");
  expect(rows).toContain("Failed, looked into");
});
