import { encodeBase32 } from "../core/ids.ts";

const SIGNATURE_CHARACTERS = 50;
const importedKeys = new Map<string, Promise<CryptoKey>>();

/** HMAC-SHA-256 of a text in base 32, 250 bits of it; the text begins with what it is signed for. */
export async function signText(text: string, key: string): Promise<string> {
  let imported = importedKeys.get(key);
  if (!imported) {
    const bytes = new TextEncoder().encode(key);
    imported = crypto.subtle.importKey("raw", bytes, { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
    importedKeys.set(key, imported);
  }
  const mac = await crypto.subtle.sign("HMAC", await imported, new TextEncoder().encode(text));
  return encodeBase32(new Uint8Array(mac), SIGNATURE_CHARACTERS);
}

/** Compares without stopping at the first difference, so that timing says nothing. */
export function sameText(a: string, b: string): boolean {
  let difference = a.length ^ b.length;
  for (let i = 0; i < a.length; i++) difference |= a.charCodeAt(i) ^ b.charCodeAt(i);
  return difference === 0;
}
