/**
 * Crockford's base 32 without I, L, O and U: safe to read aloud, and upper case fits a QR code's alphanumeric mode.
 * Ids are written in lower case so that one id can be a payment reference and a transfer reference
 * (paystack.md §2.1 and §4.5: the two alphabets share only lower-case letters, digits and "-").
 */
export const BASE32 = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/** Where randomness comes from: `bytes(n)` gives n unpredictable bytes. */
export interface Randomness {
  bytes(length: number): Uint8Array;
}

export const systemRandomness: Randomness = {
  bytes: (length) => crypto.getRandomValues(new Uint8Array(length)),
};

/** A prefixed, sortable id: `tip-` and 26 characters (48 bits of milliseconds, 80 random bits), 16–50 long in all. */
export function newId(prefix: string, at: Date, randomness: Randomness): string {
  return `${prefix}-${(encodeTime(at.getTime()) + randomBase32(16, randomness)).toLowerCase()}`;
}

/** True for the shape of a tip's id. What has another is in no table, and may hold what no database takes. */
export function isTipId(text: string): boolean {
  return /^tip-[0-9a-hjkmnp-tv-z]{26}$/.test(text);
}

/** `length` unpredictable base-32 characters, five bits each. */
export function randomBase32(length: number, randomness: Randomness): string {
  let text = "";
  for (const byte of randomness.bytes(length)) text += BASE32.charAt(byte & 31);
  return text;
}

/** The first `length` base-32 characters of some bytes, five bits each. */
export function encodeBase32(bytes: Uint8Array, length: number): string {
  let text = "";
  let bits = 0;
  let pending = 0;
  for (const byte of bytes) {
    pending = (pending << 8) | byte;
    bits += 8;
    while (bits >= 5 && text.length < length) {
      bits -= 5;
      text += BASE32.charAt((pending >> bits) & 31);
    }
    pending &= (1 << bits) - 1;
  }
  return text;
}

const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, "0"));

/** Bytes as lower-case hexadecimal digits, two a byte. */
export function encodeHex(bytes: Uint8Array): string {
  let text = "";
  for (const byte of bytes) text += HEX[byte];
  return text;
}

/** Reads what a person may have typed or a camera given: any case, I and L for 1, O for 0. Null when it is not base 32. */
export function readBase32(text: string): string | null {
  const canonical = text.toUpperCase().replaceAll(/[IL]/g, "1").replaceAll("O", "0").replaceAll("-", "");
  return /^[0-9A-HJKMNP-TV-Z]+$/.test(canonical) ? canonical : null;
}

const TIME_CHARACTERS = 10;

function encodeTime(milliseconds: number): string {
  let text = "";
  for (let rest = milliseconds; text.length < TIME_CHARACTERS; rest = Math.floor(rest / 32)) {
    text = BASE32.charAt(rest % 32) + text;
  }
  return text;
}
