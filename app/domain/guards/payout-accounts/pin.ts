import type { Randomness } from "../../../core/ids.ts";
import { minutes } from "../../../core/time.ts";
import { type DataKey, openText, sealText } from "../../sealing.ts";
import { sameText } from "../../signing.ts";

/** The most that workerd allows. Six digits have a million values: the seal and the lock are what protects them. */
const ITERATIONS = 100_000;
const SALT_BYTES = 16;

/** Wrong tries before a lock, and how long it lasts. */
export const PIN_TRIES = 5;
export const PIN_LOCK_MS = minutes(15);
/** Tries for one hold, however long it lasts: 5 every 15 minutes would be a thousand in its 72 hours. */
export const PIN_TRIES_A_HOLD = 10;

/** A slow hash (PBKDF2, SHA-256), sealed to the guard: the database alone is not enough to search a million PINs. */
export async function hashPin(
  pin: string,
  guardId: string,
  { keys, randomness }: { keys: readonly DataKey[]; randomness: Randomness },
): Promise<string> {
  const salt = toBase64(randomness.bytes(SALT_BYTES));
  const hash = [ITERATIONS, salt, await derive(pin, salt, ITERATIONS)].join("$");
  return sealText(hash, boundTo(guardId), { keys, randomness });
}

/** True for the PIN that `hashPin` was given. */
export async function isPin(pin: string, sealed: string, guardId: string, keys: readonly DataKey[]): Promise<boolean> {
  const [iterations, salt, expected] = (await openText(sealed, boundTo(guardId), keys)).split("$");
  return sameText(await derive(pin, salt ?? "", Number(iterations)), expected ?? "");
}

async function derive(pin: string, salt: string, iterations: number): Promise<string> {
  const key = await crypto.subtle.importKey("raw", new TextEncoder().encode(pin), "PBKDF2", false, ["deriveBits"]);
  const saltBytes = new TextEncoder().encode(salt);
  const bits = await crypto.subtle.deriveBits(
    { name: "PBKDF2", hash: "SHA-256", salt: saltBytes, iterations },
    key,
    256,
  );
  return toBase64(new Uint8Array(bits));
}

function boundTo(guardId: string): string {
  return JSON.stringify(["guard_pins", guardId]);
}

function toBase64(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes));
}
