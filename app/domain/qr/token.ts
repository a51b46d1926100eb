import { type Randomness, randomBase32, readBase32 } from "../../core/ids.ts";
import { sameText, signText } from "../signing.ts";

/**
 * A code's token: 16 random characters (80 bits) and 10 of an HMAC-SHA-256 over them (50 bits), base 32, upper case,
 * so that a QR code holds it in alphanumeric mode and a forged one is refused before any storage is asked.
 */
const RANDOM_CHARACTERS = 16;
const SIGNATURE_CHARACTERS = 10;
const PURPOSE = "asante qr token v1:";

/** Mints a new token with the newest signing key. */
export async function mintToken(signingKeys: readonly string[], randomness: Randomness): Promise<string> {
  const [newest] = signingKeys;
  if (!newest) throw new Error("a QR signing key is configured");
  const random = randomBase32(RANDOM_CHARACTERS, randomness);
  return random + (await signature(newest, random));
}

/**
 * The canonical form of a token that we signed, whatever the case it was typed in; null for every other text.
 * All configured keys count, since printed codes outlive a rotation.
 */
export async function readToken(text: string, signingKeys: readonly string[]): Promise<string | null> {
  if (text.length > 64) return null;
  const token = readBase32(text);
  if (token?.length !== RANDOM_CHARACTERS + SIGNATURE_CHARACTERS) return null;
  const random = token.slice(0, RANDOM_CHARACTERS);
  const claimed = token.slice(RANDOM_CHARACTERS);
  for (const key of signingKeys) if (sameText(await signature(key, random), claimed)) return token;
  return null;
}

async function signature(key: string, random: string): Promise<string> {
  return (await signText(PURPOSE + random, key)).slice(0, SIGNATURE_CHARACTERS);
}
