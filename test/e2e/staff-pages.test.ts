import AxeBuilder from "@axe-core/playwright";
import type { Browser, BrowserContext, ConsoleMessage, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { fillHouse } from "#test/factories/full-house.ts";
import { type SignedIn, signInAs } from "#test/factories/signed-in.ts";
import { openSignedIn } from "#test/factories/signed-in-browser.ts";
import { pagesOf } from "#test/routes/staff-pages.ts";
import { IDENTITY_ROUTES, OWN, PLATFORM_ROUTES, STAFF_ROUTES } from "#test/routes/staff-routes.ts";
import { launchBrowser } from "#test/setup/browser.ts";
import type { Stack } from "#test/setup/stack.ts";
import { startTestStack } from "#test/setup/test-stack.ts";

const DESK = { width: 1440, height: 900 };
const PHONE = { width: 360, height: 740 };
const NARROWEST = { width: 320, height: 640 };
/** What can differ between light and dark: names, roles and sizes are the same in both. */
const OF_COLOUR = ["color-contrast", "link-in-text-block"];
/** What can differ between wide and narrow, as well: what is shown, and how large it is. */
const OF_SIZE = [...OF_COLOUR, "scrollable-region-focusable", "aria-hidden-focus", "landmark-unique"];
/** All rules once; what else a size or a scheme may change, once for each. */
const PAIRS = [
  [DESK, "light", undefined],
  [PHONE, "dark", OF_SIZE],
  [DESK, "dark", OF_COLOUR],
  [PHONE, "light", OF_COLOUR],
] as const;
/** A machine that does other things besides. */
const SLOW_MS = 300_000;
const AT_ONCE = 2;

let stack: Stack;
let browser: Browser;
let closeBrowser: () => Promise<void>;
let owner: SignedIn;
let platform: SignedIn;

beforeAll(async () => {
  stack = await startTestStack();
  ({ browser, close: closeBrowser } = await launchBrowser());
  [owner, platform] = await Promise.all([
    signInAs(stack, { organisationId: OWN.organisation, role: "owner" }),
    signInAs(stack, { organisationId: OWN.organisation, role: "platform" }),
    fillHouse(stack),
  ]);
});
afterAll(async () => {
  await closeBrowser?.();
  await stack?.stop();
});

/** Opens each page once, two at a time, and says what is wrong wide and narrow, in light and in dark. */
async function look(paths: readonly string[], who?: SignedIn): Promise<string[]> {
  // What changes colour gradually would be judged half-way.
  const options = { reducedMotion: "reduce" } as const;
  const context = await (who ? openSignedIn(browser, who, options) : browser.newContext(options));
  const waiting = [...paths];
  const wrong = await Promise.all(Array.from({ length: AT_ONCE }, () => lookThrough(waiting, context)));
  await context.close();
  return wrong.flat();
}

async function lookThrough(waiting: string[], context: BrowserContext): Promise<string[]> {
  const page = await context.newPage();
  const wrong: string[] = [];
  const note = (text: string) => wrong.push(`${new URL(page.url()).pathname}: ${text}`);
  page.on("console", (message: ConsoleMessage) => message.type() === "error" && note(message.text()));
  page.on("pageerror", (error) => note(String(error)));
  for (let path = waiting.shift(); path !== undefined; path = waiting.shift()) {
    for (const [viewport, colorScheme, rules] of PAIRS) {
      // Opened anew each time: what is on its way from one look to another would be judged half-way.
      await page.setViewportSize(viewport);
      await page.emulateMedia({ colorScheme });
      const answer = await page.goto(stack.staffUrl + path);
      if (answer?.status() !== 200) note(`${path} answered ${answer?.status()}`);
      for (const each of await violations(page, rules)) note(`${each} (${viewport.width}, ${colorScheme})`);
      if (viewport === PHONE && colorScheme === "dark") for (const each of await sideways(page)) note(each);
    }
  }
  return wrong;
}

/** What is too wide for a phone, or for the narrowest there is, once the page has settled into that width. */
async function sideways(page: Page): Promise<string[]> {
  const wrong: string[] = [];
  for (const viewport of [PHONE, NARROWEST]) {
    await page.setViewportSize(viewport);
    const fits = () => document.documentElement.scrollWidth <= document.documentElement.clientWidth;
    await page.waitForFunction(fits, undefined, { timeout: 5_000 }).catch(() => {
      wrong.push(`too wide at ${viewport.width}`);
    });
  }
  return wrong;
}

async function violations(page: Page, rules?: readonly string[]): Promise<string[]> {
  // A sample of a brand colour shows text that is hard to read, and says so.
  const axe = new AxeBuilder({ page }).exclude("[data-sample]").options({ resultTypes: ["violations"] });
  // Its other way opens a page of its own for each answer, for the sake of frames, of which we have none.
  axe.setLegacyMode(true);
  const { violations: found } = await (rules ? axe.withRules([...rules]) : axe).analyze();
  return found.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html.slice(0, 160)}`));
}

describe("every staff page is accessible wide and narrow, in light and in dark, fits a phone, and logs no error:", () => {
  test(
    "those of an organisation",
    async () => {
      expect(await look(pagesOf(STAFF_ROUTES), owner)).toEqual([]);
    },
    SLOW_MS,
  );

  test("those of the platform", async () => {
    expect(await look(pagesOf(PLATFORM_ROUTES), platform)).toEqual([]);
  });

  test("those of signing in and of one's own account", async () => {
    expect(await look(["/admin/account", "/admin/second-factor", "/admin/set-up-factor"], owner)).toEqual([]);
    expect(await look(pagesOf(IDENTITY_ROUTES))).toEqual([]);
  });
});

test("every staff page has a title of its own, which begins with what it is, and the way to it above it", async () => {
  const paths = pagesOf(STAFF_ROUTES);
  const pages = await Promise.all(paths.map(async (path) => (await owner.get(path)).text()));
  const titles = pages.map((html) => /<title>([^<]*)/.exec(html)?.[1] ?? "");
  expect(new Set(titles).size).toBe(paths.length);
  expect(titles.find((title) => title.startsWith("Payout account · "))).toBe(
    "Payout account · Emeka Okafor · Guards · Palmgate Security · Asante",
  );
  const astray = paths.filter(
    (path, i) => !pages[i]?.includes('aria-label="Breadcrumb"') && !path.endsWith(OWN.organisation),
  );
  expect(astray).toEqual([]);
});
