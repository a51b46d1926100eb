import { createOTP } from "@better-auth/utils/otp";
import { type SQL, sql } from "drizzle-orm";
import { type Randomness, randomBase32 } from "../../core/ids.ts";
import type { Instant } from "../../core/time.ts";
import { sameText } from "../signing.ts";
import { TOTP_PERIOD_SECONDS, totpSteps } from "./rules.ts";

const ISSUER = "Asante";
const SECRET_CHARACTERS = 32;
const DIGITS = 6;
/** Older than this many steps no code is accepted again, so that it was used need not be remembered. */
const REMEMBERED_STEPS = 20n;

const otp = (secret: string) => createOTP(secret, { digits: DIGITS, period: TOTP_PERIOD_SECONDS });

/** 160 unpredictable bits. */
export function newTotpSecret(randomness: Randomness): string {
  return randomBase32(SECRET_CHARACTERS, randomness);
}

/** What an authenticator app reads from a QR code, and the same secret as it is typed. */
export function totpUri(secret: string, email: string): { uri: string; typed: string } {
  const uri = otp(secret).url(ISSUER, email);
  return { uri, typed: new URL(uri).searchParams.get("secret") ?? "" };
}

/** The time step whose code this is; null when it is none that is accepted now. Every step is compared, in constant time. */
export async function totpStepOf(secret: string, code: string, now: Instant): Promise<bigint | null> {
  let found: bigint | null = null;
  for (const step of totpSteps(now)) {
    if (sameText(code, await otp(secret).hotp(Number(step)))) found ??= step;
  }
  return found;
}

/** What accepts a code, for rows of the CTE `held`: the step is taken once, whoever comes at the same time. */
export function takeTotpStep(userId: string, step: bigint, now: Instant): SQL {
  return sql`insert into used_totp_codes (user_id, time_step, used_at)
    select ${userId}, ${step}::bigint, ${now}::timestamptz from held on conflict do nothing returning user_id`;
}

/** Forgets steps that are long past. */
export function forgetTotpSteps(userId: string, step: bigint): SQL {
  return sql`delete from used_totp_codes where user_id = ${userId} and time_step < ${step - REMEMBERED_STEPS}`;
}
