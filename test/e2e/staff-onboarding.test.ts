import { readFile } from "node:fs/promises";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import type { Role } from "#app/domain/permissions.ts";
import { render, scan, wholeOf } from "#test/domain/qr/print/paper.ts";
import { grain, paint, toJpeg } from "#test/factories/pictures.ts";
import { type SignedIn, signInAs } from "#test/factories/signed-in.ts";
import { openSignedIn } from "#test/factories/signed-in-browser.ts";
import { rowsOf } from "#test/setup/books.ts";
import { launchBrowser } from "#test/setup/browser.ts";
import type { Stack } from "#test/setup/stack.ts";
import { startTestStack } from "#test/setup/test-stack.ts";
import { simulatorClient } from "#test/simulators/paystack/index.ts";

const LAGOS = "org-demo-lagos";
const HOME = `/admin/${LAGOS}`;
const SITE = "Lekki Gardens, Gate 4";
const ACCOUNT = "0123456789";
const PHONE = { width: 360, height: 740 };

let stack: Stack;
let browser: Browser;
let closeBrowser: () => Promise<void>;
let operations: SignedIn;
let finance: SignedIn;
const faults: string[] = [];

beforeAll(async () => {
  stack = await startTestStack();
  ({ browser, close: closeBrowser } = await launchBrowser());
  const person = (role: Role) => signInAs(stack, { organisationId: LAGOS, role });
  [operations, finance] = await Promise.all([person("operations"), person("finance")]);
});
afterEach(async () => {
  for (const context of browser.contexts()) await context.close();
  expect(faults.splice(0)).toEqual([]);
});
afterAll(async () => {
  await closeBrowser?.();
  await stack?.stop();
});

/** A page of the organisation, as one of its staff has it before them. */
async function open(path: string, who: SignedIn = operations, options: BrowserContextOptions = {}): Promise<Page> {
  const context = await openSignedIn(browser, who, { viewport: { width: 1440, height: 900 }, ...options });
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  page.on("pageerror", (error) => faults.push(String(error)));
  await page.goto(stack.staffUrl + HOME + path);
  return page;
}

const rows = (text: string, values: unknown[] = []) => rowsOf(stack.database.ownerUrl, text, values);
const press = (page: Page, name: string | RegExp) => page.getByRole("button", { name, exact: true }).click();
const told = (page: Page, words: string | RegExp) => page.getByText(words).first().waitFor();

/** What a patron reads who scans a code. A page that takes tips is kept for a minute: whoever reads one reads it last. */
async function patronReads(token: unknown): Promise<string> {
  return (await fetch(`${stack.url}/g/${token}`)).text();
}

async function codesOf(employeeId: string) {
  return rows(
    `select q.token, q.serial, q.status from qr_codes q join guards g on g.id = q.guard_id
      where g.employee_id = $1 order by q.version`,
    [employeeId],
  );
}

async function addSite(page: Page, name: string): Promise<void> {
  await press(page, "Add site");
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Name").fill(name);
  await dialog.getByLabel("Kind").selectOption("estate");
  await dialog.getByRole("button", { name: "Add site" }).click();
  await dialog.waitFor({ state: "hidden" });
  await page.getByRole("link", { name, exact: true }).waitFor();
}

async function fillGuard(page: Page, names: [first: string, last: string], employeeId: string): Promise<void> {
  await page.getByLabel("First name").fill(names[0]);
  await page.getByLabel("Last name").fill(names[1]);
  await page.getByLabel("Employee id").fill(employeeId);
  await page.getByLabel("Site").selectOption({ label: SITE });
}

/** One code as it comes out of a printer. */
async function readPrint(pdf: Uint8Array): Promise<string[]> {
  const sheets = await render(pdf);
  return sheets.map((sheet) => scan(sheet, wholeOf(sheet))?.code.data ?? "nothing");
}

describe("one guard", () => {
  test("is added with a photo at a new site, gets an account that a second person approves, and a code that prints", async () => {
    const page = await open("/sites");
    await addSite(page, SITE);
    await page.goto(`${stack.staffUrl}${HOME}/guards/new`);
    await fillGuard(page, ["Adaeze", "Okonkwo"], "A-1");
    await page.locator("input[name=photo]").setInputFiles({
      name: "adaeze.jpg",
      mimeType: "image/jpeg",
      buffer: Buffer.from(toJpeg(paint(1_200, 900, grain), 85)),
    });
    await page.getByLabel("Zoom").waitFor();
    await expect.poll(() => page.locator("input[name=crop]").inputValue()).toContain("width");
    await press(page, "Add guard");
    await page.getByRole("heading", { name: "Adaeze Okonkwo" }).waitFor();
    await told(page, "Adaeze Okonkwo was added and has a code.");
    const photo = page.locator("main img[src^='/photos/']").first();
    await expect.poll(() => photo.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBeGreaterThan(0);
    await simulatorClient(stack.paystack.url).nameAccount({
      ...{ bankCode: "058", accountNumber: ACCOUNT, accountName: "OKONKWO ADAEZE" },
    });
    await page.getByRole("link", { name: "Payout account", exact: true }).click();
    await page.getByLabel("Bank or wallet").selectOption("bank:058");
    await page.getByLabel("Account or wallet number").fill(ACCOUNT);
    await press(page, "Check whose account it is");
    await told(page, "The bank says: OKONKWO ADAEZE");
    await press(page, "Ask for approval");
    await told(page, "Waits for a second person");
    expect(await page.content()).not.toContain(ACCOUNT);
    expect(await page.getByRole("button", { name: "Approve" }).count()).toBe(0);
    const checker = await open("/payout-accounts", finance);
    await checker
      .getByRole("row", { name: /Adaeze Okonkwo/ })
      .getByRole("button", { name: "Approve" })
      .click();
    await checker.getByText("Nothing waits").waitFor();
    await page.reload();
    await told(page, /Approved/);
  });

  test("gets another code in place of the old one, once that was confirmed, and the A4 poster carries the new one", async () => {
    const [old] = await codesOf("A-1");
    const page = await open("/guards?q=A-1");
    await page.getByRole("link", { name: "Adaeze Okonkwo" }).click();
    await page.getByRole("main").getByRole("link", { name: "Codes", exact: true }).click();
    await press(page, "Regenerate");
    await page.getByRole("alertdialog").getByText("This cannot be undone.").waitFor();
    await press(page, "Cancel");
    expect(await codesOf("A-1")).toHaveLength(1);
    await press(page, "Regenerate");
    await press(page, "Revoke and replace");
    await told(page, "A new code was minted.");
    const [revoked, fresh] = await codesOf("A-1");
    expect([revoked?.["status"], fresh?.["status"]]).toEqual(["revoked", "active"]);
    expect(await patronReads(old?.["token"])).toContain("This code is no longer in use");
    const downloading = page.waitForEvent("download");
    await page.getByRole("link", { name: "Poster, A4" }).click();
    const download = await downloading;
    expect(download.suggestedFilename()).toMatch(/\.pdf$/);
    const addresses = await readPrint(new Uint8Array(await readFile(await download.path())));
    expect(addresses.map((each) => each.toUpperCase())).toEqual([`${stack.url}/g/${fresh?.["token"]}`.toUpperCase()]);
  });

  test("is suspended, which patrons are told kindly, and is back with one tap on Undo", async () => {
    const [, code] = await codesOf("A-1");
    const page = await open("/guards?q=A-1");
    await page.getByRole("link", { name: "Adaeze Okonkwo" }).click();
    await press(page, "Suspend");
    await page.getByRole("alertdialog").getByRole("button", { name: "Suspend" }).click();
    await told(page, "A patron who scans the code is told kindly");
    expect(await patronReads(code?.["token"])).toContain("This guard cannot be tipped now");
    await press(page, "Undo");
    await page.getByText("A patron who scans the code is told kindly").waitFor({ state: "hidden" });
    expect(await patronReads(code?.["token"])).toContain("Adaeze O.");
  });

  test("is added by the keyboard alone, and what is missing is said beside its field first", async () => {
    const page = await open("/guards/new");
    const tabTo = async (label: string | RegExp) => {
      const wanted = page.getByLabel(label).or(page.getByRole("button", { name: label, exact: true }));
      for (let presses = 0; presses < 40; presses++) {
        if (await wanted.first().evaluate((element) => element === document.activeElement)) return;
        await page.keyboard.press("Tab");
      }
      throw new Error(`the keyboard does not reach ${label}`);
    };
    const type = async (label: string, text: string) => {
      await tabTo(label);
      await page.keyboard.type(text);
    };
    await type("First name", "Bola");
    await type("Last name", "Ade");
    await page.keyboard.press("Enter");
    await page.getByRole("alert").first().waitFor();
    await type("Employee id", "A-2");
    await type("Site", SITE.slice(0, 6));
    await tabTo("Add guard");
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { name: "Bola Ade" }).waitFor();
    expect(await codesOf("A-2")).toMatchObject([{ status: "active" }]);
  });

  test("is added, found and suspended on a phone without scripts", async () => {
    const page = await open("/guards/new", operations, { javaScriptEnabled: false, viewport: PHONE });
    await fillGuard(page, ["Chike", "Eze"], "A-3");
    await page.getByLabel("Employee id").fill("A-1");
    await press(page, "Add guard");
    await page.getByRole("alert").first().waitFor();
    expect(await page.getByLabel("First name").inputValue()).toBe("Chike");
    await page.getByLabel("Employee id").fill("A-3");
    await press(page, "Add guard");
    await told(page, "Chike Eze was added and has a code.");

    await page.goto(`${stack.staffUrl}${HOME}/guards`);
    await page.getByLabel("Search guards").fill("A-3");
    await page.getByLabel("Status").selectOption("active");
    await press(page, "Apply");
    await page.getByText("1 guard", { exact: true }).waitFor();
    await page.getByRole("link", { name: "Chike Eze" }).click();
    await page.locator("summary", { hasText: "Suspend" }).click();
    await press(page, "Suspend");
    await told(page, "A patron who scans the code is told kindly");
    await press(page, "Undo");
    expect(await rows("select status from guards where employee_id = 'A-3'")).toEqual([{ status: "active" }]);
  });
});

describe("two hundred guards", () => {
  const csv = (site: string) =>
    [
      "Employee id,First name,Last name,Site,Badge number",
      ...Array.from(
        { length: 200 },
        (_, n) => `P-${100 + n},Guard,${n < 11 ? "Adeyemi" : "Bello"} ${n},"${site}",B${n}`,
      ),
    ].join("\r\n");
  const choose = (page: Page, text: string) =>
    page.getByLabel("CSV file").setInputFiles({ name: "guards.csv", mimeType: "text/csv", buffer: Buffer.from(text) });

  test("come from one file: a wrong row stops everything, the corrected file adds them all with a code each", async () => {
    const page = await open("/guards/import");
    await choose(page, csv(SITE).replace(`Bello 117,"${SITE}"`, 'Bello 117,"Leki Gate"'));
    await press(page, "Check the file");
    await told(page, "1 of 200 rows need another look");
    await page.getByRole("row", { name: /P-217/ }).first().waitFor();
    expect(await page.getByRole("button", { name: "Import now" }).count()).toBe(0);
    await page.getByRole("link", { name: "Choose the corrected file" }).click();
    await choose(page, csv(SITE));
    await press(page, "Check the file");
    await told(page, "Everything is in order");
    expect(await rows("select count(*)::int as n from guards where employee_id like 'P-%'")).toEqual([{ n: 0 }]);
    await press(page, "Import now");
    await told(page, /200 guards added, 0 changed, 200 codes minted/);
    await page.getByRole("link", { name: "See the guards" }).waitFor();
    const [codes] = await rows(
      `select count(*)::int as n from qr_codes q join guards g on g.id = q.guard_id
        where g.employee_id like 'P-%' and q.status = 'active'`,
    );
    expect(codes).toEqual({ n: 200 });
  });

  test("are narrowed, searched and sorted in the address, which says the same after a reload", async () => {
    const page = await open("/guards");
    await page.getByLabel("Status").selectOption("active");
    await page.waitForURL(/status=active/);
    await page.getByLabel("Search guards").fill("Adeyemi");
    await page.waitForURL(/q=Adeyemi/);
    await page.getByRole("columnheader", { name: "Name" }).getByRole("link").click();
    await page.waitForURL(/sort=/);
    await page.getByText("11 guards", { exact: true }).waitFor();
    const names = () => page.getByRole("table").getByRole("rowheader").allTextContents();
    const before = await names();
    await page.reload();
    expect(await names()).toEqual(before);
    expect(await page.getByLabel("Search guards").inputValue()).toBe("Adeyemi");
    expect(await page.getByLabel("Status").inputValue()).toBe("active");
    await page.getByRole("link", { name: "Clear" }).click();
    await page.getByText("11 guards", { exact: true }).waitFor({ state: "hidden" });
    expect(await page.getByLabel("Search guards").inputValue()).toBe("");
  });

  test("are suspended together, which Undo takes back, and leave only after a last warning", async () => {
    const page = await open("/guards?q=Adeyemi");
    const status = async () =>
      (await rows("select status, count(*)::int as n from guards where last_name like 'Adeyemi%' group by 1")).map(
        (each) => `${each["n"]} ${each["status"]}`,
      );
    await page.getByLabel("Select all on this page").check();
    await page.getByText("11 guards selected").waitFor();
    await press(page, "Suspend");
    await told(page, "11 guards suspended");
    expect(await status()).toEqual(["11 suspended"]);
    await press(page, "Undo");
    await expect.poll(status).toEqual(["11 active"]);

    await page.getByLabel("Select Guard Adeyemi 3").check();
    await page.getByLabel("Select Guard Adeyemi 4").check();
    await press(page, "Mark as left…");
    await page.getByRole("alert").getByText("This cannot be undone").waitFor();
    expect(await status()).toEqual(["11 active"]);
    await press(page, "Mark as left");
    await expect.poll(status).toEqual(expect.arrayContaining(["9 active", "2 left"]));
    const [code] = await codesOf("P-103");
    expect(code?.["status"]).toBe("revoked");
    expect(await patronReads(code?.["token"])).toContain("This code is no longer in use");
  });
});
