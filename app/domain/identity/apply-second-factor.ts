import { type SQL, sql } from "drizzle-orm";
import { AppError } from "../../core/errors.ts";
import { readBase32 } from "../../core/ids.ts";
import { type Ctx, query } from "../context.ts";
import { openText } from "../sealing.ts";
import { takeFactorAttempt } from "./attempts.ts";
import type { Visit } from "./cookies.ts";
import { totpCode } from "./input.ts";
import type { StaffSession } from "./rules.ts";
import { hashBackupCode } from "./secrets.ts";
import { completeFactor, deviceOf, isKnownDevice } from "./sign-in.ts";
import { forgetTotpSteps, takeTotpStep, totpStepOf } from "./totp.ts";
import { giveCodePlaceBack, takeCodePlace, tellOfWrongCodes } from "./wrong-codes.ts";

export type SecondFactorOutcome = { status: "accepted"; cookies: string[] } | { status: "refused" };

/**
 * Gives the second factor, to finish signing in or to step up: a code of the authenticator app, which works once, or a
 * backup code, which is used up. The session gets a new token. Tries are counted apart for each kind, and for a known
 * device by itself, so that somebody who has only the password shuts nobody out; a day's wrong codes are besides counted
 * together (wrong-codes.ts). Throws RATE_LIMITED.
 */
export async function applySecondFactor(
  ctx: Ctx,
  input: { session: StaffSession; visit: Visit; kind: "totp" | "backup_code"; code: string },
): Promise<SecondFactorOutcome> {
  const { session, visit, kind, code } = input;
  const { userId } = session;
  const device = await deviceOf(visit, ctx);
  const [held] = await query<{ secret: string | null; isKnown: boolean }>(
    ctx.systemDb,
    sql`select (select secret from staff_two_factors where user_id = ${userId}) as secret,
      ${isKnownDevice(userId, device, ctx.clock.now())} as "isKnown"`,
  );
  await takeFactorAttempt(ctx, kind, { account: userId, knownDevice: held?.isKnown ? device.hash : null });
  const proof =
    kind === "totp" ? await totpProof(ctx, session, held?.secret ?? null, code) : await backupProof(userId, code);
  if (!proof) return { status: "refused" };
  const action = session.stage === "complete" ? "session.stepped_up" : "session.created";
  const cookies = await completeFactor(
    { session, visit, device, ...proof, audit: { action, after: { factor: kind } } },
    ctx,
  );
  if (cookies) return { status: "accepted", cookies };
  if (kind === "totp") await tellOfWrongCodes(session, ctx);
  return { status: "refused" };
}

interface Proof {
  accepted: SQL;
  also?: { name: string; query: SQL }[];
}

async function totpProof(ctx: Ctx, session: StaffSession, sealed: string | null, text: string): Promise<Proof | null> {
  const code = totpCode.safeParse(text);
  if (!code.success || sealed === null) return null;
  const { userId } = session;
  if (!(await takeCodePlace(userId, ctx))) {
    await tellOfWrongCodes(session, ctx);
    const words = "Too many wrong codes were given today. Use a passkey or a backup code, or come back tomorrow.";
    throw new AppError("RATE_LIMITED", words);
  }
  const now = ctx.clock.now();
  const step = await totpStepOf(await openText(sealed, userId, ctx.settings.dataKeys), code.data, now);
  if (step === null) {
    await tellOfWrongCodes(session, ctx);
    return null;
  }
  return {
    accepted: takeTotpStep(userId, step, now),
    also: [
      { name: "forgotten", query: forgetTotpSteps(userId, step) },
      { name: "given_back", query: giveCodePlaceBack(userId) },
    ],
  };
}

async function backupProof(userId: string, text: string): Promise<Proof | null> {
  const canonical = readBase32(text.replaceAll(/\s/g, ""));
  if (canonical === null) return null;
  const hash = await hashBackupCode(canonical);
  return {
    accepted: sql`delete from staff_backup_codes where user_id = ${userId} and code_hash = ${hash}
      and exists (select from held) returning user_id`,
  };
}
