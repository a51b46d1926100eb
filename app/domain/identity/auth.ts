import { passkey } from "@better-auth/passkey";
import { drizzleAdapter } from "better-auth/adapters/drizzle";
import { APIError } from "better-auth/api";
import { betterAuth } from "better-auth/minimal";
import { staffAccounts, staffPasskeys, staffSessions, staffUsers, staffVerifications } from "#db/schema/index.ts";
import { describeFault } from "../../core/errors.ts";
import { newId } from "../../core/ids.ts";
import { after } from "../../core/time.ts";
import type { Ctx, Log } from "../context.ts";
import { SESSION_COOKIE } from "./cookies.ts";
import { PASSWORD_MAX_CHARACTERS, PASSWORD_MIN_CHARACTERS } from "./input.ts";
import { ABSOLUTE_MS, staffOrigin } from "./rules.ts";

type AuthParts = Pick<Ctx, "systemDb" | "clock" | "randomness" | "passwords" | "settings" | "address" | "log">;

const ID_PREFIXES: Record<string, string> = {
  user: "usr",
  session: "ses",
  account: "acc",
  verification: "ver",
  passkey: "key",
};

/** One half of a WebAuthn ceremony. */
export interface Ceremony {
  /** PublicKeyCredentialRequestOptionsJSON or PublicKeyCredentialCreationOptionsJSON, for the browser. */
  options: Record<string, unknown>;
  cookies: string[];
}

/**
 * better-auth as a library, one instance a request: password sign-in, the rows of sessions, signed cookies, and the
 * WebAuthn ceremonies. It has no door of its own. What it would do otherwise than our rules is done by the verbs around
 * it: throttling, freshness, authenticator codes (each works once), single-use links, and the audit row and message in
 * the statement of the change. So what it writes counts only once such a statement has activated it.
 */
export function identityAuth({ systemDb, clock, randomness, passwords, settings, address, log }: AuthParts) {
  const origin = staffOrigin(settings.appUrl);
  const now = clock.now();
  return betterAuth({
    appName: "Asante",
    baseURL: origin,
    secret: settings.authSecrets[0] ?? "",
    database: drizzleAdapter(systemDb, {
      provider: "pg",
      transaction: false,
      schema: {
        user: staffUsers,
        session: staffSessions,
        account: staffAccounts,
        verification: staffVerifications,
        passkey: staffPasskeys,
      },
    }),
    emailAndPassword: {
      enabled: true,
      disableSignUp: true,
      minPasswordLength: PASSWORD_MIN_CHARACTERS,
      maxPasswordLength: PASSWORD_MAX_CHARACTERS,
      password: passwords,
    },
    session: {
      expiresIn: ABSOLUTE_MS / 1_000,
      disableSessionRefresh: true,
      freshAge: 0,
      cookieCache: { enabled: false },
    },
    databaseHooks: {
      session: {
        create: {
          before: async (session) => ({
            data: {
              ...session,
              ipAddress: address,
              createdAt: now,
              updatedAt: now,
              expiresAt: after(now, ABSOLUTE_MS),
            },
          }),
        },
      },
    },
    advanced: {
      cookiePrefix: "__Host-asante",
      cookies: { session_token: { name: SESSION_COOKIE } },
      useSecureCookies: false,
      defaultCookieAttributes: { secure: true, httpOnly: true, sameSite: "lax", path: "/" },
      ipAddress: { ipAddressHeaders: ["cf-connecting-ip"] },
      database: { generateId: ({ model }) => newId(ID_PREFIXES[model] ?? "aut", now, randomness) },
    },
    rateLimit: { enabled: false },
    telemetry: { enabled: false },
    logger: { disableColors: true, log: (_level, _message, ...causes) => logCause(causes, log) },
    plugins: [passkeys(origin)],
  });
}

/** Only a verified person counts, so that a passkey stands for both factors; the library itself does not insist. */
function passkeys(origin: string) {
  return passkey({
    rpID: new URL(origin).hostname,
    rpName: "Asante",
    origin,
    authenticatorSelection: { residentKey: "required", userVerification: "required" },
    registration: {
      afterVerification: async ({ verification }) => requireVerified(verification.registrationInfo?.userVerified),
    },
    authentication: {
      afterVerification: async ({ verification }) => requireVerified(verification.authenticationInfo.userVerified),
    },
    advanced: { webAuthnChallengeCookie: "passkey" },
  });
}

function requireVerified(isVerified: boolean | undefined): void {
  if (isVerified !== true) throw new APIError("UNAUTHORIZED", { message: "the person was not verified" });
}

/** How better-auth answers an authenticator's forged or foreign answer, although it is no fault of ours. */
const CEREMONY_REFUSED = "FAILED_TO_VERIFY_REGISTRATION";

/** What better-auth answers, or null when it refuses; every other failure goes on. */
export async function unlessRefused<T>(answer: Promise<T>): Promise<T | null> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof APIError && (error.statusCode < 500 || error.body?.code === CEREMONY_REFUSED)) return null;
    throw error;
  }
}

/** The library's own messages may name people; that something went wrong, and where, is all that is kept. */
function logCause(causes: readonly unknown[], log: Log): void {
  const error = causes.find((cause) => cause instanceof Error);
  if (error) log.info("identity.library_failed", describeFault(error));
}
