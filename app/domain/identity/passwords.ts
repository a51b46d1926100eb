import { hashPassword, verifyPassword } from "better-auth/crypto";
import type { Passwords } from "../context.ts";

/** better-auth's scrypt (N 16384, r 16, p 1, 64 bytes): `salt:key` in hexadecimal. */
export const scryptPasswords: Passwords = { hash: hashPassword, verify: verifyPassword };
