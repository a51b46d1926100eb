import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { checkBooks } from "#db/check.ts";
import { balances, rowsOf } from "#test/setup/books.ts";
import { launchBrowser } from "#test/setup/browser.ts";
import type { Stack } from "#test/setup/stack.ts";
import { startTestStack } from "#test/setup/test-stack.ts";
import { simulatorClient } from "#test/simulators/paystack/index.ts";

let stack: Stack;
let browser: Browser;
let closeBrowser: () => Promise<void>;

beforeAll(async () => {
  stack = await startTestStack();
  ({ browser, close: closeBrowser } = await launchBrowser());
});
afterAll(async () => {
  await closeBrowser?.();
  await stack?.stop();
});

const PHONE = { viewport: { width: 360, height: 740 } };

async function onPhone(options: { javaScriptEnabled: boolean }, journey: (page: Page) => Promise<void>): Promise<void> {
  const context: BrowserContext = await browser.newContext({ ...PHONE, ...options });
  try {
    await journey(await context.newPage());
  } finally {
    await context.close();
  }
}

const guardUrl = () => stack.url + (stack.demo?.guardPath ?? "");
const wordsOf = async (page: Page) => ((await page.locator("main").textContent()) ?? "").toLowerCase();

describe("a patron tips a guard", () => {
  test("with scripts off, from the scanned page to a receipt that says credited, right to the kobo", async () => {
    await onPhone({ javaScriptEnabled: false }, async (page) => {
      await page.goto(guardUrl());
      await page.locator('input[name="amount"][value="100000"]').check();
      await page.getByRole("button", { name: /give/i }).click();
      await page.waitForURL(/\/checkout\//);
      await page.getByRole("button", { name: /^pay/i }).click();
      await page.waitForURL(/\/receipt\//);
      expect(await wordsOf(page)).toContain("credited");
    });
    const books = await balances(stack.database.ownerUrl, "org-demo-lagos");
    expect(books).toEqual({
      "guard_payable:guard-demo-emeka": 98_500n,
      "rail_clearing:paystack": -98_500n,
    });
    expect(await checkBooks(stack.database.ownerUrl)).toEqual([]);
  });

  test("with scripts on, a typed amount and the fee covered reach the guard whole", async () => {
    await onPhone({ javaScriptEnabled: true }, async (page) => {
      await page.goto(guardUrl());
      await page.locator('input[name="other"]').fill("1,500.50");
      await page.locator('input[name="covers_fee"]').check();
      await expect.poll(() => page.locator("#net").textContent()).toContain("₦1,500.50");
      await page.getByRole("button", { name: /give/i }).click();
      await page.waitForURL(/\/checkout\//);
      await page.getByRole("button", { name: /^pay/i }).click();
      await page.waitForURL(/\/receipt\//);
      expect(await wordsOf(page)).toContain("credited");
    });
    const books = await balances(stack.database.ownerUrl, "org-demo-lagos");
    expect(books["guard_payable:guard-demo-emeka"]).toBe(98_500n + 150_050n);
    expect(await checkBooks(stack.database.ownerUrl)).toEqual([]);
  });
});

describe("a journey that goes wrong ends on an honest page", () => {
  test("a declined card is not charged, and the same checkout may still succeed", async () => {
    await onPhone({ javaScriptEnabled: false }, async (page) => {
      await startTip(page);
      await page.getByRole("button", { name: /decline/i }).click();
      const tipId = await onlyUnpaidTip();
      await page.goto(`${stack.url}/return/${tipId}`);
      expect(await wordsOf(page)).toContain("the tip was not paid");
      await simulatorClient(stack.paystack.url).pay(tipId);
      await page.goto(`${stack.url}/return/${tipId}`);
      await page.waitForURL(/\/receipt\//);
    });
    expect(await checkBooks(stack.database.ownerUrl)).toEqual([]);
  });

  test("a cancelled checkout comes back to a page that says nothing was charged and how to go on", async () => {
    await onPhone({ javaScriptEnabled: false }, async (page) => {
      await startTip(page);
      await page.getByRole("button", { name: /cancel/i }).click();
      await page.waitForURL(/\/return\//);
      expect(await wordsOf(page)).toMatch(/not been charged/);
      expect(await page.locator('a[href*="/checkout/"]').count()).toBe(1);
    });
  });

  test("the same page sent twice starts one tip", async () => {
    await onPhone({ javaScriptEnabled: false }, async (page) => {
      const before = await countTips();
      await startTip(page);
      await page.goBack();
      await page.getByRole("button", { name: /give/i }).click();
      await page.waitForURL(/\/(return|checkout)\//);
      expect(await countTips()).toBe(before + 1);
    });
  });

  test.each([true, false])("a double click on Give starts one tip (scripts: %s)", async (javaScriptEnabled) => {
    await onPhone({ javaScriptEnabled }, async (page) => {
      const before = await countTips();
      await page.goto(guardUrl());
      await page.locator('input[name="amount"][value="50000"]').check();
      await page.getByRole("button", { name: /give/i }).dblclick();
      await page.waitForURL(/\/(return|checkout)\//);
      expect(await countTips()).toBe(before + 1);
    });
  });

  test("a payment service that does not answer is said so, and nothing is charged", async () => {
    const simulator = simulatorClient(stack.paystack.url);
    await simulator.faults.add({ operation: "transaction.initialize", kind: "status", status: 503 });
    await onPhone({ javaScriptEnabled: false }, async (page) => {
      await page.goto(guardUrl());
      await page.locator('input[name="amount"][value="50000"]').check();
      await page.getByRole("button", { name: /give/i }).click();
      await expect.poll(() => wordsOf(page)).toMatch(/not been charged/);
      await page.getByRole("button", { name: /give/i }).click();
      await page.waitForURL(/\/checkout\//);
    });
  });

  test("a form with a mistake names the field and keeps what was typed", async () => {
    await onPhone({ javaScriptEnabled: false }, async (page) => {
      await page.goto(guardUrl());
      await page.locator('input[name="amount"][value="other"]').check();
      await page.locator('input[name="other"]').fill("lots");
      await page.getByRole("button", { name: /give/i }).click();
      await expect.poll(() => page.locator('[role="alert"]').textContent()).toMatch(/amount/i);
      expect(await page.locator('input[name="other"]').inputValue()).toBe("lots");
    });
  });
});

async function startTip(page: Page): Promise<void> {
  await page.goto(guardUrl());
  await page.locator('input[name="amount"][value="50000"]').check();
  await page.getByRole("button", { name: /give/i }).click();
  await page.waitForURL(/\/checkout\//);
}

async function countTips(): Promise<number> {
  return (await rowsOf(stack.database.ownerUrl, "select id from tips")).length;
}

async function onlyUnpaidTip(): Promise<string> {
  const [row] = await rowsOf(
    stack.database.ownerUrl,
    "select id from tips where credited_at is null order by created_at desc limit 1",
  );
  return String(row?.["id"]);
}
