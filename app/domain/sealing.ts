import { assert } from "../core/assert.ts";
import type { Randomness } from "../core/ids.ts";

/** A named key of 32 bytes, in base64. The name is kept with what it sealed, so that keys can be rotated. */
export interface DataKey {
  name: string;
  secret: string;
}

const NONCE_BYTES = 12;

/**
 * Encrypts a text with the newest key, AES-256-GCM with a fresh nonce: `key.nonce.ciphertext`. `boundTo` names the row it
 * belongs to; opening it for another one fails.
 */
export async function sealText(
  text: string,
  boundTo: string,
  { keys, randomness }: { keys: readonly DataKey[]; randomness: Randomness },
): Promise<string> {
  const [newest] = keys;
  assert(newest !== undefined, "a data key is configured");
  const nonce = new Uint8Array(randomness.bytes(NONCE_BYTES));
  const sealed = await crypto.subtle.encrypt(terms(nonce, boundTo), await importKey(newest), bytesOf(text));
  return [newest.name, toBase64(nonce), toBase64(new Uint8Array(sealed))].join(".");
}

/** Decrypts what `sealText` made; a text that was changed, moved to another row or sealed by an unknown key is a fault. */
export async function openText(sealed: string, boundTo: string, keys: readonly DataKey[]): Promise<string> {
  const [name, nonce, ciphertext] = sealed.split(".");
  const key = keys.find((candidate) => candidate.name === name);
  assert(key !== undefined && nonce !== undefined && ciphertext !== undefined, "a sealed text names a key we hold");
  const opened = await crypto.subtle.decrypt(
    terms(fromBase64(nonce), boundTo),
    await importKey(key),
    fromBase64(ciphertext),
  );
  return new TextDecoder().decode(opened);
}

function terms(nonce: Uint8Array<ArrayBuffer>, boundTo: string): AesGcmParams {
  return { name: "AES-GCM", iv: nonce, additionalData: bytesOf(boundTo) };
}

function importKey(key: DataKey): Promise<CryptoKey> {
  return crypto.subtle.importKey("raw", fromBase64(key.secret), "AES-GCM", false, ["encrypt", "decrypt"]);
}

function bytesOf(text: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(text);
}

function toBase64(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes));
}

function fromBase64(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
}
