import { encodeHex, type Randomness } from "../../../core/ids.ts";
import { type DataKey, openText, sealText } from "../../sealing.ts";

/** All that says where money goes, and to whom. A number is sealed to it, so that none of it can be changed behind our back. */
export interface AccountPlace {
  id: string;
  organisationId: string;
  guardId: string;
  rail: string;
  kind: string;
  destinationCode: string;
  currency: string;
  holderName: string;
  nameCheck: string;
}

/** A number as it is kept. */
export interface SealedNumber {
  sealed: string;
  /** The last four digits. */
  end: string;
  /** One under each key we hold, the newest first. */
  fingerprints: string[];
}

/** Seals an account number to its row. */
export async function sealNumber(
  place: AccountPlace,
  number: string,
  { keys, randomness }: { keys: readonly DataKey[]; randomness: Randomness },
): Promise<SealedNumber> {
  return {
    sealed: await sealText(number, boundTo(place), { keys, randomness }),
    end: number.slice(-4),
    fingerprints: await fingerprintsOf(place, number, keys),
  };
}

/**
 * Opens the number of a row. Null when anything of the row is not as it was sealed: the number, the bank, the guard, what is
 * shown of it, or what it is compared by.
 */
export async function openNumber(
  place: AccountPlace,
  kept: SealedNumber,
  keys: readonly DataKey[],
): Promise<string | null> {
  const number = await openText(kept.sealed, boundTo(place), keys).catch(() => null);
  if (number === null || number.slice(-4) !== kept.end) return null;
  const known = await fingerprintsOf(place, number, keys);
  return known.some((fingerprint) => kept.fingerprints.includes(fingerprint)) ? number : null;
}

/**
 * What two rows of one account have in common. Under every key that is held, since rows outlive keys: whatever key is
 * still needed to open an old row is there to recognise its account by, and one that is gone has no row left.
 */
export function fingerprintsOf(
  { rail, kind, destinationCode, currency }: Pick<AccountPlace, "rail" | "kind" | "destinationCode" | "currency">,
  number: string,
  keys: readonly DataKey[],
): Promise<string[]> {
  const account = new TextEncoder().encode(JSON.stringify([rail, kind, destinationCode, currency, number]));
  return Promise.all(
    keys.map(async ({ secret }) => {
      const mac = await crypto.subtle.sign("HMAC", await fingerprintKey(secret), account);
      return encodeHex(new Uint8Array(mac));
    }),
  );
}

/** A key of its own for the purpose, from the key that seals (HKDF, RFC 5869). */
async function fingerprintKey(secret: string): Promise<CryptoKey> {
  const bytes = Uint8Array.from(atob(secret), (character) => character.charCodeAt(0));
  const source = await crypto.subtle.importKey("raw", bytes, "HKDF", false, ["deriveKey"]);
  const info = new TextEncoder().encode("asante payout account fingerprint v1");
  const terms = { name: "HKDF", hash: "SHA-256", salt: new Uint8Array(), info };
  return crypto.subtle.deriveKey(terms, source, { name: "HMAC", hash: "SHA-256", length: 256 }, false, ["sign"]);
}

function boundTo(place: AccountPlace): string {
  const { id, organisationId, guardId, rail, kind, destinationCode, currency, holderName, nameCheck } = place;
  const bound = [id, organisationId, guardId, rail, kind, destinationCode, currency, holderName, nameCheck];
  return JSON.stringify(["payout_accounts", ...bound]);
}
