import type { Locator, Page } from "playwright-core";

/** More than any page of ours has things to stop at. */
const STOPS = 120;

/** Reaches something with the Tab key alone, as who has no mouse does. */
export async function tabTo(page: Page, wanted: Locator): Promise<void> {
  await wanted.waitFor();
  for (let stop = 0; stop < STOPS; stop++) {
    if (await wanted.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press("Tab");
  }
  throw new Error(`the keyboard does not reach ${wanted}`);
}

/** Reaches a link or button by its name, and presses it. */
export async function pressByKeyboard(page: Page, role: "link" | "button", name: string | RegExp): Promise<void> {
  await tabTo(page, page.getByRole(role, { name, exact: true }).first());
  await page.keyboard.press("Enter");
}

/** Reaches a field by its label, and types into it; in a select that chooses what begins like it. */
export async function typeByKeyboard(page: Page, label: string, text: string): Promise<void> {
  await tabTo(page, page.getByLabel(label, { exact: true }).first());
  await page.keyboard.type(text);
}
