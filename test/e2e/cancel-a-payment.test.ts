import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { checkBooks } from "#db/check.ts";
import { rowsOf } from "#test/setup/books.ts";
import { launchBrowser } from "#test/setup/browser.ts";
import type { Stack } from "#test/setup/stack.ts";
import { startTestStack } from "#test/setup/test-stack.ts";
import { simulatorClient } from "#test/simulators/paystack/index.ts";

let stack: Stack;
let browser: Browser;
let closeBrowser: () => Promise<void>;

beforeAll(async () => {
  stack = await startTestStack();
  // A tip alone does not pay for its own refund: the rail keeps its fee.
  await simulatorClient(stack.paystack.url).balance({ currency: "NGN", setMinor: 10_000_000 });
  ({ browser, close: closeBrowser } = await launchBrowser());
});
afterAll(async () => {
  await closeBrowser?.();
  await stack?.stop();
});

const wordsOf = async (page: Page) => ((await page.locator("main").textContent()) ?? "").toLowerCase();

async function payForTip(page: Page): Promise<void> {
  await page.goto(stack.url + (stack.demo?.guardPath ?? ""));
  await page.locator('input[name="amount"][value="100000"]').check();
  await page.getByRole("button", { name: /give/i }).click();
  await page.waitForURL(/\/checkout\//);
  await page.getByRole("button", { name: /^pay/i }).click();
  await page.waitForURL(/\/receipt\//);
}

test.each([true, false])(
  "a patron cancels from the receipt, and is told the truth until the money is back (scripts: %s)",
  async (javaScriptEnabled) => {
    const context = await browser.newContext({ viewport: { width: 360, height: 740 }, javaScriptEnabled });
    try {
      const page = await context.newPage();
      await payForTip(page);
      const receipt = page.url();
      await lookFromElsewhere(receipt, javaScriptEnabled);
      await page.getByRole("link", { name: /cancel this payment/i }).click();
      await page.waitForURL(/\/cancel$/);
      expect(await wordsOf(page)).toContain("10 business days");
      await page.getByRole("link", { name: /keep it/i }).click();
      await page.waitForURL(receipt);
      await page.getByRole("link", { name: /cancel this payment/i }).click();
      await page.getByRole("button", { name: /yes, return/i }).click();
      await page.waitForURL(receipt);
      expect(await wordsOf(page)).toMatch(/on its way back|asking paystack/);
      expect(await page.getByRole("link", { name: /cancel this payment/i }).count()).toBe(0);
      await page.goto(`${receipt}/cancel`);
      expect(await wordsOf(page)).toContain("cannot be cancelled");
      await giveBack();
      await page.goto(receipt);
      expect(await wordsOf(page)).toContain("was returned to you");
    } finally {
      await context.close();
    }
    expect(await checkBooks(stack.database.ownerUrl)).toEqual([]);
  },
);

test("a form from another site cancels nothing", async () => {
  const context = await browser.newContext();
  const page = await context.newPage();
  await payForTip(page);
  const response = await fetch(`${page.url()}/cancel`, {
    method: "POST",
    headers: { "content-type": "application/x-www-form-urlencoded", origin: "https://elsewhere.example" },
    body: "",
    redirect: "manual",
  });
  await context.close();
  expect(response.status).toBeGreaterThanOrEqual(400);
  expect(await rowsOf(stack.database.ownerUrl, "select id from refunds where status <> 'processed'")).toEqual([]);
});

/** The same link in another browser: it is told where the payment can be cancelled, and cannot be made to do it. */
async function lookFromElsewhere(receipt: string, javaScriptEnabled: boolean): Promise<void> {
  const context = await browser.newContext({ viewport: { width: 360, height: 740 }, javaScriptEnabled });
  try {
    const page = await context.newPage();
    await page.goto(receipt);
    expect(await wordsOf(page)).toContain("in the browser that it was paid from");
    expect(await page.getByRole("link", { name: /cancel this payment/i }).count()).toBe(0);
    await page.goto(`${receipt}/cancel`);
    expect(await wordsOf(page)).toContain("open this where you paid");
    const form = { headers: { origin: new URL(receipt).origin }, form: {} };
    const posted = await context.request.post(`${receipt}/cancel`, form);
    expect(posted.status()).toBe(409);
    expect(await rowsOf(stack.database.ownerUrl, "select id from refunds where status <> 'processed'")).toEqual([]);
  } finally {
    await context.close();
  }
}

/** The rail finishes every open refund, and the sweeper hears of it. */
async function giveBack(): Promise<void> {
  const simulator = simulatorClient(stack.paystack.url);
  await expect
    .poll(async () => (await simulator.refunds()).refunds.filter(({ status }) => status === "pending").length)
    .toBe(1);
  for (const { id, status } of (await simulator.refunds()).refunds) {
    if (status === "pending") await simulator.moveRefund(id, "processed");
  }
  await simulator.webhooks.idle();
  await expect
    .poll(
      async () => (await rowsOf(stack.database.ownerUrl, "select id from refunds where status <> 'processed'")).length,
      { timeout: 15_000 },
    )
    .toBe(0);
}
