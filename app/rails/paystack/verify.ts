import { encodeHex } from "../../core/ids.ts";

/**
 * Paystack signs the raw body with HMAC-SHA512 under the secret API key and sends it as lower-case hex
 * (paystack.md §3). There is no separate webhook secret, so rotating the key changes the signature: retries of the
 * old one arrive for 72 hours.
 */
export const SIGNATURE_HEADER = "x-paystack-signature";

const SIGNATURE_BYTES = 64;
const importedKeys = new Map<string, Promise<CryptoKey>>();

/** True when one of the keys signed these very bytes. Constant time: WebCrypto compares. */
export async function verifySignature(
  body: Uint8Array<ArrayBuffer>,
  signature: string | null,
  secretKeys: readonly string[],
): Promise<boolean> {
  const claimed = readHex(signature);
  if (!claimed) return false;
  for (const secretKey of secretKeys) {
    if (await crypto.subtle.verify("HMAC", await importKey(secretKey), claimed, body)) return true;
  }
  return false;
}

/** The signature Paystack would send; for tests and simulators. */
export async function sign(body: Uint8Array<ArrayBuffer>, secretKey: string): Promise<string> {
  const mac = new Uint8Array(await crypto.subtle.sign("HMAC", await importKey(secretKey), body));
  return encodeHex(mac);
}

function importKey(secretKey: string): Promise<CryptoKey> {
  let imported = importedKeys.get(secretKey);
  if (!imported) {
    const bytes = new TextEncoder().encode(secretKey);
    imported = crypto.subtle.importKey("raw", bytes, { name: "HMAC", hash: "SHA-512" }, false, ["sign", "verify"]);
    importedKeys.set(secretKey, imported);
  }
  return imported;
}

function readHex(text: string | null): Uint8Array<ArrayBuffer> | null {
  if (text?.length !== SIGNATURE_BYTES * 2 || !/^[0-9a-f]+$/i.test(text)) return null;
  const bytes = new Uint8Array(SIGNATURE_BYTES);
  for (let i = 0; i < SIGNATURE_BYTES; i++) {
    bytes[i] = (nibble(text.charCodeAt(i * 2)) << 4) | nibble(text.charCodeAt(i * 2 + 1));
  }
  return bytes;
}

/** The value of a hexadecimal digit: "0" is 0x30, "A" 0x41, "a" 0x61. */
function nibble(code: number): number {
  return (code & 15) + (code > 0x39 ? 9 : 0);
}
