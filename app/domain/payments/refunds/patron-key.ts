import { sameText, signText } from "../../signing.ts";

const PURPOSE = "asante takes back v1:";

/**
 * What only the browser that started a tip is given. Staff see tips' ids, and a patron shows others the receipt: neither of
 * them takes a payment back, this does. Derived, so that it needs no row and can be given while the database is down.
 */
export function patronKeyOf(tipId: string, signingKeys: readonly string[]): Promise<string> {
  return signText(PURPOSE + tipId, signingKeys[0] ?? "");
}

/** Is one of these the tip's own key? Older signing keys still count. */
export async function isPatronOf(
  tipId: string,
  held: readonly string[],
  signingKeys: readonly string[],
): Promise<boolean> {
  if (held.length === 0) return false;
  const keys = await Promise.all(signingKeys.map((key) => patronKeyOf(tipId, [key])));
  return keys.some((key) => held.some((one) => sameText(one, key)));
}
