import { encodeHex, type Randomness, randomBase32 } from "../../core/ids.ts";

const TOKEN_CHARACTERS = 52;
const BACKUP_CODES = 10;
const BACKUP_CODE_CHARACTERS = 16;

/** 260 unpredictable bits in base 32: a link, a session or a device. */
export function newSecret(randomness: Randomness): string {
  return randomBase32(TOKEN_CHARACTERS, randomness).toLowerCase();
}

/** SHA-256 in hexadecimal: all that is kept of a secret with enough bits of its own. */
export async function hashSecret(secret: string): Promise<string> {
  return encodeHex(new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(secret))));
}

/** Ten codes of 80 bits each, in groups of four: too many to be guessed from their hashes. */
export function newBackupCodes(randomness: Randomness): string[] {
  return Array.from({ length: BACKUP_CODES }, () =>
    (randomBase32(BACKUP_CODE_CHARACTERS, randomness).match(/.{4}/g) ?? []).join("-"),
  );
}

/** The hash of a backup code; `canonical` is how readBase32 (core/ids.ts) reads what a person typed. */
export function hashBackupCode(canonical: string): Promise<string> {
  return hashSecret(`backup:${canonical}`);
}

/** The hashes that are kept of new backup codes. */
export function hashBackupCodes(codes: readonly string[]): Promise<string[]> {
  return Promise.all(codes.map((code) => hashBackupCode(code.replaceAll("-", ""))));
}
