import { readFile } from "node:fs/promises";
import { unzipSync } from "fflate";
import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { readSheets, scan, wholeOf } from "#test/domain/qr/print/paper.ts";
import { cameraSeeing } from "#test/factories/camera.ts";
import { pressByKeyboard, tabTo, typeByKeyboard } from "#test/factories/keyboard.ts";
import { type SignedIn, signInAs } from "#test/factories/signed-in.ts";
import { openSignedIn } from "#test/factories/signed-in-browser.ts";
import { rowsOf } from "#test/setup/books.ts";
import { launchBrowser } from "#test/setup/browser.ts";
import type { Stack } from "#test/setup/stack.ts";
import { startTestStack } from "#test/setup/test-stack.ts";
import { simulatorClient as inboxClient } from "#test/simulators/email/index.ts";
import { simulatorClient as paystackClient } from "#test/simulators/paystack/index.ts";

const GUARDS = 24;
const FIRST = { name: "Ada Guard 00", phone: "+2348031240000", employeeId: "K-00" };
const CSV = [
  "Employee id,First name,Last name,Site,Phone",
  ...Array.from({ length: GUARDS }, (_, n) => String(n).padStart(2, "0")).map(
    (n) => `K-${n},${n === "00" ? "Ada" : "Zainab"},Guard ${n},Kite Gate,080312400${n}`,
  ),
].join("\r\n");

let stack: Stack;
let browser: Browser;
let closeBrowser: () => Promise<void>;
let organisationId: string;
let owner: SignedIn;
const faults: string[] = [];

beforeAll(async () => {
  stack = await startTestStack({ paystack: { settings: { resolveDailyCap: null } } });
  ({ browser, close: closeBrowser } = await launchBrowser());
  const platform = await signInAs(stack, { organisationId: "org-platform", role: "platform" });
  const answer = await platform.post("/admin/platform/organisations/new", {
    ...{ name: "Kite Guards", country: "NG", timeZone: "Africa/Lagos", ownerEmail: "owner@kite.example" },
  });
  organisationId = answer.headers.get("location")?.split("/")[2] ?? "";
  owner = await signInAs(stack, { organisationId, role: "owner" });
});
afterEach(async () => {
  for (const context of browser.contexts()) await context.close();
  expect(faults.splice(0)).toEqual([]);
});
afterAll(async () => {
  await closeBrowser?.();
  await stack?.stop();
});

async function open(path: string, who: SignedIn, where = browser): Promise<Page> {
  const context = await openSignedIn(where, who, { viewport: { width: 1440, height: 900 } });
  const page = await context.newPage();
  page.setDefaultTimeout(20_000);
  page.on("pageerror", (error) => faults.push(String(error)));
  await page.goto(`${stack.staffUrl}/admin/${organisationId}${path}`);
  return page;
}

const rows = (text: string, values: unknown[] = []) => rowsOf(stack.database.ownerUrl, text, values);
const told = (page: Page, words: string | RegExp) => page.getByText(words).first().waitFor();
const nameAccount = (accountNumber: string) =>
  paystackClient(stack.paystack.url).nameAccount({
    ...{ bankCode: "058", accountNumber, accountName: "GUARD 00 ADA" },
  });

async function codes(): Promise<string[]> {
  const found = await rows("select token from qr_codes where organisation_id = $1 and status = 'active'", [
    organisationId,
  ]);
  return found.map(({ token }) => `${stack.url}/g/${token}`.toUpperCase()).sort();
}

/** What comes out of a printer, read off the cards of every PDF in a zip. */
async function readZip(bytes: Uint8Array): Promise<string[]> {
  const pdfs = Object.entries(unzipSync(bytes)).filter(([name]) => name.endsWith(".pdf"));
  const read = await Promise.all(
    pdfs.map(([, pdf]) => readSheets(pdf, (sheet) => scan(sheet, wholeOf(sheet))?.code.data ?? "nothing")),
  );
  return read.flat().map((address) => address.toUpperCase());
}

describe("the first day of an organisation", () => {
  test("leads from nothing by its checklist to guards from a file, an approved account and printed codes, all by keyboard", async () => {
    const page = await open("", owner);
    const press = (role: "link" | "button", name: string | RegExp) => pressByKeyboard(page, role, name);
    const next = async (action: string) => {
      await press("link", "Overview");
      await told(page, "From here to your first code");
      await press("link", action);
    };
    await next("Look at settings");
    await press("button", "Save and confirm");
    await told(page, /confirmed|saved/i);

    await next("Add a site");
    await press("button", "Add site");
    await page.getByRole("dialog").waitFor();
    await typeByKeyboard(page, "Name", "Kite Gate");
    await page.keyboard.press("Enter");
    await page.getByRole("link", { name: "Kite Gate", exact: true }).waitFor();

    await next("Add a guard");
    await press("link", "Import CSV");
    await tabTo(page, page.getByLabel("CSV file"));
    // The file dialog is the system's own.
    await page.getByLabel("CSV file").setInputFiles({ name: "k.csv", mimeType: "text/csv", buffer: Buffer.from(CSV) });
    await press("button", "Check the file");
    await told(page, "Everything is in order");
    await press("button", "Import now");
    await told(page, `${GUARDS} guards added, 0 changed, ${GUARDS} codes minted`);

    await next("Choose a guard");
    await nameAccount("0123456789");
    await press("link", FIRST.name);
    await page.getByRole("heading", { name: FIRST.name }).waitFor();
    await tabTo(page, page.getByRole("main").getByRole("link", { name: "Payout account", exact: true }));
    await page.keyboard.press("Enter");
    await typeByKeyboard(page, "Bank or wallet", "Guaranty");
    await typeByKeyboard(page, "Account or wallet number", "0123456789");
    await press("button", "Check whose account it is");
    await told(page, "The bank says: GUARD 00 ADA");
    await press("button", "Ask for approval");
    await told(page, "Waits for a second person");

    const checker = await open("/payout-accounts", await signInAs(stack, { organisationId, role: "finance" }));
    await pressByKeyboard(checker, "button", "Approve");
    await told(checker, "Nothing waits");

    await next("Open the print shop");
    await tabTo(page, page.getByLabel("Poster, A4", { exact: true }));
    await page.keyboard.press("Space");
    await tabTo(page, page.getByLabel("Lanyard card, CR80"));
    await page.keyboard.press("Space");
    await press("button", `Print ${GUARDS} codes`);
    await page.getByRole("progressbar").waitFor();
    await told(page, new RegExp(`\\d+ of ${GUARDS} codes`));
    await page.getByRole("link", { name: "Download" }).waitFor({ timeout: 60_000 });
    const downloading = page.waitForEvent("download");
    await press("link", "Download");
    const download = await downloading;
    expect(download.suggestedFilename()).toMatch(/\.zip$/);
    const printed = await readZip(new Uint8Array(await readFile(await download.path())));
    expect(printed.sort()).toEqual(await codes());
    expect(printed).toHaveLength(GUARDS);
    await press("link", "Overview");
    await page.getByText("From here to your first code").waitFor({ state: "hidden" });
  });
});

test("a list, and a page, on their way for longer than a moment show the shape of what comes", async () => {
  const page = await open("/guards", owner);
  let answer = () => {};
  await page.route("**/*.data*", async (route) => {
    await new Promise<void>((resolve) => {
      answer = resolve;
    });
    await route.continue();
  });
  await page.getByLabel("Search guards").fill("Ada");
  await page.getByLabel("Guards: table").and(page.locator("[aria-busy]")).waitFor();
  expect(await page.getByRole("link", { name: FIRST.name }).count()).toBe(0);
  answer();
  await page.getByRole("link", { name: FIRST.name }).waitFor();
  await page.getByRole("link", { name: "Sites", exact: true }).click();
  await page.getByRole("status", { name: "Loading the page" }).waitFor();
  answer();
  await page.getByRole("heading", { name: "Sites" }).waitFor();
});

test("a changed account is held, told to the guard's phone, and lifted in person with the PIN that was there before", async () => {
  const [guard] = await rows("select id from guards where organisation_id = $1 and employee_id = $2", [
    ...[organisationId, FIRST.employeeId],
  ]);
  const account = `/guards/${guard?.["id"]}/payout-account`;
  const operations = await signInAs(stack, { organisationId, role: "operations" });
  const finance = await signInAs(stack, { organisationId, role: "finance" });
  const witness = await open(account, owner);
  await witness.getByLabel("PIN", { exact: true }).fill("402917");
  await witness.getByLabel("The same again").fill("402917");
  await witness.getByRole("button", { name: "Set PIN" }).click();
  await witness.getByRole("button", { name: "Set another PIN" }).waitFor();

  await nameAccount("0987654321");
  const page = await open(account, operations);
  await page.getByLabel("Bank or wallet").selectOption("bank:058");
  await page.getByLabel("Account or wallet number").fill("0987654321");
  await page.getByRole("button", { name: "Check whose account it is" }).click();
  await told(page, "The bank says: GUARD 00 ADA");
  await page.getByLabel("Reason").fill("The old card was stolen");
  await page.getByRole("button", { name: "Ask for approval" }).click();
  await told(page, "Waits for a second person");
  const checker = await open(account, finance);
  await checker.getByRole("button", { name: "Approve" }).click();
  await told(checker, "A change is on hold");
  const texts = async () => (await inboxClient(stack.email.url).inbox(FIRST.phone)).map(({ text }) => text);
  await expect.poll(texts, { timeout: 20_000 }).toContainEqual(expect.stringContaining("4321"));

  // Neither who asked nor who approved lifts it.
  const third = await signInAs(stack, { organisationId, role: "operations" });
  const gate = await open(account, third);
  await told(gate, /unless it is\s+stopped/);
  await gate.getByRole("textbox", { name: "The guard's PIN" }).fill("111111");
  await gate.getByRole("button", { name: "Lift the hold" }).click();
  await gate.getByRole("alert").first().waitFor();
  await gate.getByRole("textbox", { name: "The guard's PIN" }).fill("402917");
  await gate.getByRole("button", { name: "Lift the hold" }).click();
  await gate.getByText("A change is on hold").waitFor({ state: "hidden" });
  const [current] = await rows(
    "select number_end, lifted_by from payout_accounts where guard_id = $1 and status = 'active'",
    [guard?.["id"]],
  );
  expect(current).toEqual({ number_end: "4321", lifted_by: third.userId });
});

describe("the camera", () => {
  async function looksAt(text: string): Promise<Page> {
    const seeing = await launchBrowser(await cameraSeeing(text));
    cameras.push(seeing.close);
    const page = await open("/check", owner, seeing.browser);
    await page.getByRole("button", { name: "Start the camera" }).click();
    return page;
  }
  const cameras: (() => Promise<void>)[] = [];
  afterEach(async () => {
    for (const close of cameras.splice(0)) await close();
  });

  test("says ours of a code of ours, with whose it is", async () => {
    const [code = ""] = await codes();
    const page = await looksAt(code);
    await page.getByRole("alert").getByText("OURS", { exact: true }).waitFor();
    await told(page, "Kite Gate");
  });

  test("says not ours of a sticker that leads elsewhere, and takes the report", async () => {
    const page = await looksAt("https://asante-tips.example/pay");
    await page.getByRole("alert").getByText("NOT OURS", { exact: true }).waitFor();
    await page.getByLabel("Where it hangs").selectOption({ label: "Kite Gate" });
    await page.getByRole("button", { name: "Report the swap" }).click();
    await expect
      .poll(() => rows("select kind from alerts where organisation_id = $1", [organisationId]))
      .toContainEqual({ kind: "sticker_swap" });
  });
});
