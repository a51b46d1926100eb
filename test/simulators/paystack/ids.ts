import { randomBytes } from "node:crypto";

const alphabet = "abcdefghijklmnopqrstuvwxyz0123456789";

/** Lowercase letters and digits, as in Paystack's access codes, generated references and code tails. */
export function randomCode(length: number): string {
  let code = "";
  for (const byte of randomBytes(length)) code += alphabet[byte % alphabet.length];
  return code;
}
