import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { fillHouse, payTips } from "#test/factories/full-house.ts";
import { type SignedIn, signInAs } from "#test/factories/signed-in.ts";
import { openSignedIn } from "#test/factories/signed-in-browser.ts";
import { pagesOf } from "#test/routes/staff-pages.ts";
import { IDENTITY_ROUTES, OWN, PLATFORM_ROUTES, STAFF_ROUTES } from "#test/routes/staff-routes.ts";
import { launchBrowser } from "./browser.ts";
import { root } from "./root.ts";
import { type Stack, startStack } from "./stack.ts";

const FOLDER = join(root, "build/screenshots");
const SIZES = { phone: { width: 360, height: 740 }, desk: { width: 1440, height: 900 } };
const SCHEMES = ["light", "dark"] as const;

/** Pictures of every staff page of the manifest, at both sizes and in both schemes, of the pages whose address has one of the words. */
export async function takeScreenshots(words: readonly string[], say: (line: string) => void): Promise<number> {
  const stack = await startStack({ onProgress: say });
  const { browser, close } = await launchBrowser();
  try {
    await fillHouse(stack);
    await payTips(stack, 4);
    const person = (role: "owner" | "platform") => signInAs(stack, { organisationId: OWN.organisation, role });
    const [owner, platform] = await Promise.all([person("owner"), person("platform")]);
    await rm(FOLDER, { recursive: true, force: true });
    await mkdir(FOLDER, { recursive: true });
    const chosen = (paths: string[]) =>
      paths.filter((path) => words.length === 0 || words.some((word) => path.includes(word)));
    const taken = await Promise.all([
      pictureAll(browser, stack, owner, chosen(pagesOf(STAFF_ROUTES))),
      pictureAll(browser, stack, platform, chosen(pagesOf(PLATFORM_ROUTES))),
      pictureAll(browser, stack, undefined, chosen(pagesOf(IDENTITY_ROUTES))),
      pictureAll(browser, stack, owner, chosen(["/admin/account", "/admin/set-up-factor"])),
    ]);
    return taken.reduce((sum, each) => sum + each, 0);
  } finally {
    await close();
    await stack.stop();
  }
}

async function pictureAll(browser: Browser, stack: Stack, who: SignedIn | undefined, paths: readonly string[]) {
  let taken = 0;
  for (const colorScheme of SCHEMES) {
    const options = { colorScheme, viewport: SIZES.desk };
    const context = await (who ? openSignedIn(browser, who, options) : browser.newContext(options));
    const page = await context.newPage();
    for (const path of paths) {
      await page.goto(stack.staffUrl + path, { waitUntil: "networkidle" });
      taken += await pictureBoth(page, nameOf(path, who), colorScheme);
    }
    await context.close();
  }
  return taken;
}

async function pictureBoth(page: Page, name: string, scheme: string): Promise<number> {
  for (const [size, viewport] of Object.entries(SIZES)) {
    await page.setViewportSize(viewport);
    await page.screenshot({ path: join(FOLDER, `${name}.${size}.${scheme}.png`), fullPage: size === "phone" });
  }
  return Object.keys(SIZES).length;
}

function nameOf(path: string, who: SignedIn | undefined): string {
  const words = path.replace(`/admin/${OWN.organisation}`, "").replaceAll(/[^a-z0-9]+/g, "-");
  return `${who ? "" : "out"}${words}`.replaceAll(/^-|-$/g, "") || "overview";
}

if (process.argv[1] === import.meta.filename) {
  const taken = await takeScreenshots(process.argv.slice(2), console.log);
  console.log(`${taken} pictures in ${FOLDER}`);
  process.exit(0);
}
