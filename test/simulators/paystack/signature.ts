import { createHmac } from "node:crypto";

/** The value of `x-paystack-signature`: lowercase hex HMAC-SHA512 over the raw body bytes, keyed with the secret key. */
export function signBody(rawBody: string | Uint8Array, secretKey: string): string {
  return createHmac("sha512", secretKey).update(rawBody).digest("hex");
}
