import { base32 } from "@better-auth/utils/base32";
import { createOTP } from "@better-auth/utils/otp";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { DEMO_PASSWORD, DEMO_TOTP_SECRET, demoEmail } from "#db/seed/index.ts";
import { openSignedIn } from "#test/factories/signed-in-browser.ts";
import { signInAs } from "#test/factories/staff.ts";
import { rowsOf } from "#test/setup/books.ts";
import { launchBrowser } from "#test/setup/browser.ts";
import type { Stack } from "#test/setup/stack.ts";
import { startTestStack } from "#test/setup/test-stack.ts";
import { simulatorClient } from "#test/simulators/email/index.ts";

const PASSWORD = "vellum-otter-quorum-41";
const ORGANISATION = "org-demo-lagos";

let stack: Stack;
let browser: Browser;
let closeBrowser: () => Promise<void>;
let context: BrowserContext | undefined;

beforeAll(async () => {
  stack = await startTestStack();
  ({ browser, close: closeBrowser } = await launchBrowser());
});
afterEach(async () => {
  await context?.close();
});
afterAll(async () => {
  await closeBrowser?.();
  await stack?.stop();
});

async function open(path: string, options: { javaScriptEnabled?: boolean } = {}): Promise<Page> {
  context = await browser.newContext({ ...options, viewport: { width: 360, height: 740 } });
  const page = await context.newPage();
  page.setDefaultTimeout(20_000);
  await page.goto(stack.staffUrl + path);
  return page;
}

/** A code of an authenticator app; each works once, so a second sign-in in the same half minute takes the next one. */
function codeOf(secret: string, ahead = 0): Promise<string> {
  const key = new TextDecoder().decode(base32.decode(secret));
  return createOTP(key).hotp(Math.floor(Date.now() / 30_000) + ahead);
}

/** Codes of the demo's people are used by several tests; forgetting the used ones stands in for half a minute. */
async function forgetUsedCodes(): Promise<void> {
  await rowsOf(stack.database.ownerUrl, "delete from used_totp_codes");
}

async function signIn(page: Page, email: string, password: string): Promise<void> {
  await page.getByLabel("E-mail address").fill(email);
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
}

async function signInFully(page: Page, email: string): Promise<void> {
  await forgetUsedCodes();
  await signIn(page, email, DEMO_PASSWORD);
  await page.getByLabel("Code").fill(await codeOf(DEMO_TOTP_SECRET));
  await page.getByRole("button", { name: "Confirm" }).click();
  await page.waitForURL(/\/admin\/(?:org-|account)/);
}

/** An authenticator built into the machine, which verifies its person, as Chromium emulates it. */
async function addAuthenticator(page: Page): Promise<void> {
  const devtools = await page.context().newCDPSession(page);
  await devtools.send("WebAuthn.enable");
  const options = {
    protocol: "ctap2",
    transport: "internal",
    hasResidentKey: true,
    hasUserVerification: true,
  } as const;
  await devtools.send("WebAuthn.addVirtualAuthenticator", {
    options: { ...options, isUserVerified: true, automaticPresenceSimulation: true },
  });
}

/** Where the letter about something leads; letters are sent in the background. */
async function linkIn(email: string, subject: RegExp): Promise<string> {
  const inbox = simulatorClient(stack.email.url);
  const find = async () => (await inbox.inbox(email)).find((letter) => subject.test(letter.subject))?.links[0];
  await expect.poll(find, { timeout: 20_000 }).toBeDefined();
  return (await find()) ?? "";
}

/** An administrator invites somebody on the members' page; gives the path that their letter leads to. */
async function invite(email: string, role: string): Promise<string> {
  const administrator = await openSignedIn(
    browser,
    await signInAs(stack, { organisationId: ORGANISATION, role: "admin" }),
  );
  const page = await administrator.newPage();
  await page.goto(`${stack.staffUrl}/admin/${ORGANISATION}/members`);
  await page.getByLabel("E-mail", { exact: true }).fill(email);
  await page.getByLabel("Role", { exact: true }).selectOption(role);
  await page.getByRole("button", { name: "Invite", exact: true }).click();
  await page.getByText("Invitation sent.").first().waitFor();
  await administrator.close();
  return new URL(await linkIn(email, /invited/)).pathname;
}

describe("somebody who is invited", () => {
  test("accepts, sets up an authenticator app and a passkey, and signs in with either", async () => {
    const email = "adaeze@palmgate.example";
    const link = await invite(email, "auditor");
    const page = await open(link);
    expect(new URL(page.url()).pathname).toBe("/admin/invitation");
    await page.getByText("Palmgate Security invites").waitFor();
    await page.getByLabel("Your name").fill("Adaeze Obi");
    await page.getByLabel("Password", { exact: true }).fill("password1234");
    await page.getByRole("button", { name: "Join" }).click();
    await page.getByRole("alert").waitFor();
    await page.getByLabel("Password", { exact: true }).fill(PASSWORD);
    await page.getByRole("button", { name: "Join" }).click();

    await page.getByRole("button", { name: "Use an authenticator app" }).click();
    const secret = ((await page.locator("[data-secret]").textContent()) ?? "").replaceAll(" ", "");
    await page.getByLabel("Code the app shows").fill("000000");
    await page.getByRole("button", { name: "Connect" }).click();
    await page.getByRole("alert").waitFor();
    expect(((await page.locator("[data-secret]").textContent()) ?? "").replaceAll(" ", "")).toBe(secret);
    await page.getByLabel("Code the app shows").fill(await codeOf(secret));
    await page.getByRole("button", { name: "Connect" }).click();
    const codes = page.getByRole("list", { name: "Backup codes" }).getByRole("listitem");
    await codes.first().waitFor();
    expect(await codes.count()).toBe(10);
    const backupCode = (await codes.first().textContent()) ?? "";
    await page.getByLabel("I have kept these codes").check();
    await page.getByRole("button", { name: "Go on" }).click();
    await page.waitForURL(`**/admin/${ORGANISATION}`);

    await addAuthenticator(page);
    await page.goto(`${stack.staffUrl}/admin/account`);
    await page.getByRole("link", { name: "Add a passkey" }).click();
    await page.getByLabel("Name of this passkey").fill("Gate laptop");
    await page.getByRole("button", { name: "Create a passkey" }).click();
    await page.getByText("Gate laptop").waitFor();

    await page.getByRole("button", { name: "Sign out", exact: true }).click();
    await page.waitForURL("**/admin/sign-in");
    await page.getByRole("button", { name: "Sign in with a passkey" }).click();
    await page.waitForURL(`**/admin/${ORGANISATION}`);

    await page.context().clearCookies();
    await page.goto(`${stack.staffUrl}/admin/account`);
    await signIn(page, email, PASSWORD);
    await page.getByLabel("Code").fill(await codeOf(secret, 1));
    await page.getByRole("button", { name: "Confirm" }).click();
    await page.waitForURL("**/admin/account");

    await page.context().clearCookies();
    await page.goto(`${stack.staffUrl}/admin/account`);
    await signIn(page, email, PASSWORD);
    await page.getByRole("link", { name: /Use a backup code/ }).click();
    await page.getByLabel("Backup code").fill(backupCode.toLowerCase().replaceAll("-", " "));
    await page.getByRole("button", { name: "Confirm" }).click();
    await page.waitForURL("**/admin/account");
    await page.getByText("9 left").waitFor();
  });

  test("is told kindly when the link was used, and the link's secret stands in no address", async () => {
    const email = "bola@palmgate.example";
    const link = await invite(email, "auditor");
    const page = await open(link);
    await page.getByLabel("Your name").waitFor();
    expect(page.url()).not.toContain(link.split("/").at(-1));
    await rowsOf(stack.database.ownerUrl, "update invitations set expires_at = now() where email = $1", [email]);
    await page.goto(stack.staffUrl + link);
    await page.getByRole("heading", { name: "This invitation no longer works" }).waitFor();
  });
});

describe("somebody with an account", () => {
  test("is refused with a wrong password and with a wrong code, and hears why", async () => {
    const page = await open("/admin");
    await signIn(page, demoEmail("admin", "lagos"), "not the password");
    await page.getByText("do not belong together").waitFor();
    expect(await page.getByLabel("E-mail address").inputValue()).toBe(demoEmail("admin", "lagos"));
    await signIn(page, demoEmail("admin", "lagos"), DEMO_PASSWORD);
    await page.getByLabel("Code").fill("000000");
    await page.getByRole("button", { name: "Confirm" }).click();
    await page.getByText("That code is not right").waitFor();
  });

  test("chooses a new password by a link from the inbox, which ends every session and works once", async () => {
    const email = demoEmail("finance", "lagos");
    const page = await open("/admin");
    await signInFully(page, email);
    await page.context().clearCookies({ name: /form|device/ });
    await page.goto(`${stack.staffUrl}/admin/forgotten-password`);
    await page.getByLabel("E-mail address").fill(email);
    await page.getByRole("button", { name: "Send the link" }).click();
    await page.getByText("Look into your inbox").waitFor();
    const link = await linkIn(email, /new password/i);
    await page.goto(link);
    expect(new URL(page.url()).pathname).toBe("/admin/reset");
    await page.getByLabel("New password").fill("Password-2026!");
    await page.getByRole("button", { name: "Save the new password" }).click();
    await page.getByRole("alert").waitFor();
    await page.getByLabel("New password").fill(PASSWORD);
    await page.getByRole("button", { name: "Save the new password" }).click();
    await page.getByText("Your password is changed").waitFor();
    await page.goto(`${stack.staffUrl}/admin/account`);
    expect(new URL(page.url()).pathname).toBe("/admin/sign-in");
    await signIn(page, email, DEMO_PASSWORD);
    await page.getByText("do not belong together").waitFor();
    await signIn(page, email, PASSWORD);
    await page.waitForURL(/second-factor/);
    await page.goto(link);
    await page.getByRole("heading", { name: "This link no longer works" }).waitFor();
  });

  test("signs out the devices they do not know", async () => {
    const email = demoEmail("operations", "lagos");
    const other = await open("/admin");
    await signInFully(other, email);
    const otherContext = context;
    const page = await open("/admin/account");
    await signInFully(page, email);
    await page.getByText("Sign out all others").click();
    await page.getByRole("button", { name: "Sign them out" }).click();
    await page.getByText("One other device is signed out.").waitFor();
    await other.goto(`${stack.staffUrl}/admin/account`);
    expect(new URL(other.url()).pathname).toBe("/admin/sign-in");
    await otherContext?.close();
  });

  test("is asked again before changing how they sign in, when the last check is old", async () => {
    const email = demoEmail("auditor", "lagos");
    const page = await open("/admin/account");
    await signInFully(page, email);
    await rowsOf(
      stack.database.ownerUrl,
      "update staff_sessions set second_factor_at = now() - interval '6 minutes' where user_id = 'usr-demo-lagos-auditor'",
    );
    await page.goto(`${stack.staffUrl}/admin/set-up-factor?next=/admin/account`);
    await page.getByText("Your last check is more than five minutes ago").waitFor();
    await forgetUsedCodes();
    await page.getByLabel("Code").fill(await codeOf(DEMO_TOTP_SECRET));
    await page.getByRole("button", { name: "Confirm" }).click();
    await page.getByRole("heading", { name: "Add a way to confirm it is you" }).waitFor();
  });

  test("signs in, and out again, by the keyboard alone", async () => {
    await forgetUsedCodes();
    const page = await open("/admin/account");
    const tabTo = async (name: string | RegExp, role: "textbox" | "button") => {
      const wanted = page.getByRole(role, { name, exact: true }).first();
      await wanted.waitFor();
      for (let presses = 0; presses < 30; presses++) {
        if (await wanted.evaluate((element) => element === document.activeElement)) return;
        await page.keyboard.press("Tab");
      }
      throw new Error(`the keyboard does not reach ${name}`);
    };
    await tabTo("E-mail address", "textbox");
    await page.keyboard.type(demoEmail("owner", "nairobi"));
    await page.keyboard.press("Tab");
    await page.keyboard.type(DEMO_PASSWORD);
    await page.keyboard.press("Enter");
    await page.waitForURL(/second-factor/);
    await tabTo("Code", "textbox");
    await page.keyboard.type(await codeOf(DEMO_TOTP_SECRET));
    await page.keyboard.press("Enter");
    await page.waitForURL("**/admin/account");
    await tabTo("Sign out", "button");
    await page.keyboard.press("Enter");
    await page.waitForURL("**/admin/sign-in");
  });

  test("signs in without scripts, and hears what to do where a passkey would need them", async () => {
    await forgetUsedCodes();
    const page = await open("/admin/account", { javaScriptEnabled: false });
    await page.getByRole("button", { name: "Sign in with a passkey" }).click();
    await page.getByText("Passkeys need JavaScript").waitFor();
    await signIn(page, demoEmail("owner", "accra"), DEMO_PASSWORD);
    await page.getByLabel("Code").fill(await codeOf(DEMO_TOTP_SECRET));
    await page.getByRole("button", { name: "Confirm" }).click();
    await page.waitForURL("**/admin/account");
    await page.getByRole("button", { name: "Sign out", exact: true }).click();
    await page.waitForURL("**/admin/sign-in");
  });
});
