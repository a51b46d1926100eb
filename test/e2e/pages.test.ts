import { gzipSync } from "node:zlib";
import AxeBuilder from "@axe-core/playwright";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { rowsOf } from "#test/setup/books.ts";
import { launchBrowser } from "#test/setup/browser.ts";
import type { Stack } from "#test/setup/stack.ts";
import { startTestStack } from "#test/setup/test-stack.ts";
import { simulatorClient } from "#test/simulators/paystack/index.ts";

/** What fits into the first round trips of a slow connection (experience.md). */
const PAGE_LIMIT_BYTES = 14 * 1024;
const SIZES = [
  { width: 320, height: 640 },
  { width: 1440, height: 900 },
];

let stack: Stack;
let browser: Browser;
let closeBrowser: () => Promise<void>;
let pages: Record<string, string>;

beforeAll(async () => {
  stack = await startTestStack();
  ({ browser, close: closeBrowser } = await launchBrowser());
  pages = await everyPage();
});
afterAll(async () => {
  await closeBrowser?.();
  await stack?.stop();
});

const tokenOf = (organisation: number, guard: number) =>
  stack.demo?.organisations[organisation]?.guards[guard]?.token ?? "";

/** One address of each page a patron can meet. */
async function everyPage(): Promise<Record<string, string>> {
  const [pending, paid] = [await startTip(), await startTip()];
  await simulatorClient(stack.paystack.url).pay(paid);
  await fetch(`${stack.url}/return/${paid}`);
  const [row] = await rowsOf(stack.database.ownerUrl, "select receipt_token, receipt_code from tips where id = $1", [
    paid,
  ]);
  return {
    home: "/",
    guard: `/g/${tokenOf(0, 0)}`,
    "guard in Kenya": `/g/${tokenOf(1, 0)}`,
    "suspended guard": `/g/${tokenOf(0, 4)}`,
    "forged code": "/g/0000000000000000AAAAAAAAAA",
    "unfinished payment": `/return/${pending}`,
    "unknown payment": "/return/tip-00000000000000000000000000",
    receipt: `/receipt/${row?.["receipt_token"]}`,
    "receipt look-up": "/receipt",
    "receipt found": `/receipt?code=${row?.["receipt_code"]}`,
    "receipt not found": "/receipt?code=00000000",
    report: `/report/${tokenOf(0, 0)}`,
    "no such page": "/nothing/here",
  };
}

async function startTip(): Promise<string> {
  const response = await fetch(`${stack.url}/tips`, {
    method: "POST",
    headers: { "content-type": "application/json", "idempotency-key": `page-${performance.now()}` },
    body: JSON.stringify({ token: tokenOf(0, 0), amount: { minor: "100000", currency: "NGN" } }),
  });
  return ((await response.json()) as { id: string }).id;
}

describe("every page a patron meets", () => {
  test.each(["light", "dark"] as const)(
    "has no accessibility violation and never scrolls sideways, %s",
    async (colorScheme) => {
      for (const viewport of SIZES) {
        const context = await browser.newContext({ viewport, colorScheme });
        const page = await context.newPage();
        for (const [name, path] of Object.entries(pages)) {
          await page.goto(stack.url + path);
          expect(await violations(page), `${name} at ${viewport.width}`).toEqual([]);
          expect(await overflow(page), `${name} at ${viewport.width}`).toBeLessThanOrEqual(0);
        }
        await context.close();
      }
    },
  );

  test("fits into 14 kB compressed with everything needed to tip", async () => {
    const sizes = await Promise.all(
      Object.entries(pages).map(async ([name, path]) => {
        const html = await (await fetch(stack.url + path)).text();
        return { name, bytes: gzipSync(html).byteLength };
      }),
    );
    expect(sizes.filter(({ bytes }) => bytes > PAGE_LIMIT_BYTES)).toEqual([]);
  });

  test("is never indexed, framed, or open to a script that is not its own", async () => {
    for (const [name, path] of Object.entries(pages)) {
      const { headers } = await fetch(stack.url + path);
      const policy = headers.get("content-security-policy") ?? "";
      expect(policy, name).toContain("default-src 'none'");
      expect(policy, name).toContain("frame-ancestors 'none'");
      expect(policy, name).not.toContain("unsafe-inline");
      if (path !== "/") expect(headers.get("x-robots-tag"), name).toContain("noindex");
    }
  });
});

describe("the guard page", () => {
  test("loads nothing beside itself", async () => {
    const context = await browser.newContext();
    const page = await context.newPage();
    const asked: string[] = [];
    page.on("request", (request) => asked.push(new URL(request.url()).pathname));
    await page.goto(stack.url + pages["guard"], { waitUntil: "networkidle" });
    expect(asked.filter((path) => !/^\/(g\/|favicon)/i.test(path))).toEqual([]);
    await context.close();
  });

  test("can be filled in and sent with the keyboard alone", async () => {
    const context = await browser.newContext();
    const page = await context.newPage();
    await page.goto(stack.url + pages["guard"]);
    await page.locator('input[name="amount"]').first().focus();
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await page.waitForURL(/\/checkout\//);
    await context.close();
  });

  test("touch targets are at least 48 pixels high", async () => {
    const context = await browser.newContext({ viewport: { width: 360, height: 740 }, hasTouch: true });
    const page = await context.newPage();
    await page.goto(stack.url + pages["guard"]);
    const heights = await page
      .locator(".chip, button, summary, .cover, .pressure a")
      .evaluateAll((targets) =>
        targets.map((target) => [target.textContent, target.getBoundingClientRect().height] as const),
      );
    expect(heights.filter(([, height]) => height < 48)).toEqual([]);
    await context.close();
  });

  test("gives every patron an attempt key of their own, from the same kept page", async () => {
    const keys = await Promise.all(
      Array.from({ length: 20 }, async () => {
        const html = await (await fetch(stack.url + pages["guard"])).text();
        return /name="attempt"[^>]* value="([0-9a-f]{32})"/.exec(html)?.[1] ?? "none";
      }),
    );
    expect(new Set(keys).size).toBe(20);
  });
});

async function violations(page: Page): Promise<string[]> {
  const { violations: found } = await new AxeBuilder({ page }).analyze();
  return found.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html.slice(0, 120)}`));
}

async function overflow(page: Page): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
}
