import AxeBuilder from "@axe-core/playwright";
import type { Browser, ConsoleMessage, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { PAYOUT_ROWS } from "#test/factories/payout-rows.ts";
import { RETURN_ROWS } from "#test/factories/return-rows.ts";
import { type SignedIn, signInAs } from "#test/factories/signed-in.ts";
import { openSignedIn } from "#test/factories/signed-in-browser.ts";
import { fill, IDENTITY_ROUTES, OWN, PLATFORM_ROUTES, STAFF_ROUTES } from "#test/routes/staff-routes.ts";
import { rowsOf } from "#test/setup/books.ts";
import { launchBrowser } from "#test/setup/browser.ts";
import type { Stack } from "#test/setup/stack.ts";
import { startTestStack } from "#test/setup/test-stack.ts";

const PHONE = { width: 320, height: 640 };
const DESK = { width: 1440, height: 900 };

/** Files and answers to scripts, which nobody looks at in a browser. */
const NO_PAGES = /\.(csv|svg)$|\/(evidence|export|file|net)$|\/search\?/;

const pathsOf = (routes: Record<string, { path: string; reads?: boolean }>) =>
  new Set(
    Object.values(routes)
      .filter(({ path, reads = true }) => reads && !NO_PAGES.test(path))
      .map(({ path }) => fill(path, OWN)),
  );

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
  ]);
  await rowsOf(stack.database.ownerUrl, ROWS_TO_SEE, [OWN.organisation, OWN.guard]);
  await rowsOf(stack.database.ownerUrl, PAYOUT_ROWS, [OWN.organisation, OWN.guard]);
  await rowsOf(stack.database.ownerUrl, RETURN_ROWS, [OWN.organisation, OWN.guard]);
});
afterAll(async () => {
  await closeBrowser?.();
  await stack?.stop();
});

/** Something on the pages that are empty in the demo: a print, an import and a report of pressure. */
const ROWS_TO_SEE = `with print as (
    insert into print_jobs (id, organisation_id, request, status, total, failure, requested_by)
    values ('job-matrix', $1, '{"kinds": ["a4"], "codes": []}', 'failed', 1, 'The printer is out of paper.', 'usr-test')
  ), imported as (
    insert into guard_imports (id, organisation_id, file_name, file_key, status, rows, rows_with_errors, requested_by)
    values ('imp-matrix', $1, 'guards.csv', 'imports/none', 'discarded', 0, 0, 'usr-test')
  )
  insert into pressure_reports (id, organisation_id, code_id, kind, details)
  select 'rep-seen', $1, id, 'asked_for_money', 'At the barrier.' from qr_codes where guard_id = $2`;

/** Opens each page wide and narrow in one scheme, and says what is wrong. */
async function look(paths: Iterable<string>, who: SignedIn | undefined, colorScheme: "light" | "dark") {
  const options = { viewport: DESK, colorScheme };
  const context = await (who ? openSignedIn(browser, who, options) : browser.newContext(options));
  const page = await context.newPage();
  const wrong: string[] = [];
  const note = (text: string) => wrong.push(`${new URL(page.url()).pathname}: ${text}`);
  page.on("console", (message: ConsoleMessage) => message.type() === "error" && note(message.text()));
  page.on("pageerror", (error) => note(String(error)));
  // Each scheme is judged at another width: colours are the same at both, and so are names and roles.
  const judged = colorScheme === "light" ? DESK : PHONE;
  for (const path of paths) {
    await page.setViewportSize(DESK);
    const answer = await page.goto(stack.staffUrl + path);
    if (answer?.status() !== 200) note(`${path} answered ${answer?.status()}`);
    for (const viewport of [DESK, PHONE]) {
      await page.setViewportSize(viewport);
      const beyond = await overflow(page);
      if (beyond > 0) note(`${beyond} px too wide at ${viewport.width}`);
      if (viewport === judged) for (const violation of await violations(page)) note(violation);
    }
  }
  await context.close();
  return wrong;
}

async function violations(page: Page): Promise<string[]> {
  // A sample of a brand colour shows text that is hard to read, and says so.
  const { violations: found } = await new AxeBuilder({ page })
    .exclude("[data-sample]")
    .options({ resultTypes: ["violations"] })
    .analyze();
  return found.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html.slice(0, 160)}`));
}

async function overflow(page: Page): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
}

describe.each(["light", "dark"] as const)("every staff page, %s,", (scheme) => {
  test("of an organisation is accessible, fits a phone, and logs no error", async () => {
    expect(await look(pathsOf(STAFF_ROUTES), owner, scheme)).toEqual([]);
  });

  test("of the platform is accessible, fits a phone, and logs no error", async () => {
    expect(await look(pathsOf(PLATFORM_ROUTES), platform, scheme)).toEqual([]);
  });

  test("of signing in and of one's account is accessible, fits a phone, and logs no error", async () => {
    const paths = pathsOf(IDENTITY_ROUTES);
    expect(await look(["/admin/account", "/admin/second-factor", "/admin/set-up-factor"], owner, scheme)).toEqual([]);
    expect(await look(paths, undefined, scheme)).toEqual([]);
  });
});

test("every staff page has a title of its own, which begins with what it is", async () => {
  const paths = [...pathsOf(STAFF_ROUTES)];
  const titles = await Promise.all(
    paths.map(async (path) => /<title>([^<]*)/.exec(await (await owner.get(path)).text())?.[1] ?? ""),
  );
  expect(new Set(titles).size).toBe(paths.length);
  expect(titles.find((title) => title.startsWith("Payout account · "))).toBe(
    "Payout account · Emeka Okafor · Guards · Palmgate Security · Asante",
  );
});
