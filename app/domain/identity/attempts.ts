import { AppError } from "../../core/errors.ts";
import { hours, minutes } from "../../core/time.ts";
import type { Ctx, LimitClaim } from "../context.ts";
import { hashSecret } from "./secrets.ts";

type AttemptParts = Pick<Ctx, "limits" | "address">;

const SIGN_IN_WINDOW_MS = minutes(15);
const FACTOR_WINDOW_MS = minutes(10);

/**
 * Who is being tried, and from where. A known device is one that this user has fully signed in from before: it is counted
 * by itself, so that strangers who use up the account's places shut nobody out.
 */
export interface Attempt {
  /** The account, by its e-mail address or by its user's id. */
  account: string;
  knownDevice: string | null;
}

/**
 * Takes a place for trying a password, before it is hashed. In a window of 15 minutes strangers together have 10 for an
 * account, whether it exists or not, and 50 for an address; a known device has 10 of its own. What cannot be counted is
 * refused to strangers. Throws RATE_LIMITED.
 */
export async function takePasswordAttempt(parts: AttemptParts, attempt: Attempt): Promise<void> {
  await take(parts, await claims("sign-in", attempt, parts.address, { account: 10, address: 50 }, SIGN_IN_WINDOW_MS));
}

/** Takes a place for trying a second factor: 10 in 10 minutes for strangers together, and as many for each known device. */
export async function takeFactorAttempt(parts: AttemptParts, kind: string, attempt: Attempt): Promise<void> {
  await take(
    parts,
    await claims(`factor-${kind}`, attempt, parts.address, { account: 10, address: 50 }, FACTOR_WINDOW_MS),
  );
}

/** Takes a place for beginning or ending a passkey ceremony: by address, and for a known device by itself. */
export async function takePasskeyAttempt({ limits, address }: AttemptParts, knownDevice: string | null): Promise<void> {
  const key = knownDevice ? `passkey:device:${knownDevice}` : `passkey:address:${address}`;
  await take({ limits, address }, [{ key, limit: 60, windowMs: minutes(5) }]);
}

/** Takes a place for following a link in an e-mail, by address. Throws RATE_LIMITED. */
export async function takeLinkAttempt({ limits, address }: AttemptParts): Promise<void> {
  await take({ limits, address }, [{ key: `links:address:${address}`, limit: 60, windowMs: minutes(15) }]);
}

/**
 * May one more link for this purpose be sent to this address? Each purpose has places of its own: proofs that others ask for
 * take no reset from its owner. Throws RATE_LIMITED for a network address that asks for many.
 */
export async function takeLinkRequest(
  { limits, address }: AttemptParts,
  purpose: "reset" | "proof",
  account: string,
): Promise<boolean> {
  await take({ limits, address }, [{ key: `${purpose}:address:${address}`, limit: 20, windowMs: hours(1) }]);
  const key = `${purpose}:account:${await hashSecret(account)}`;
  return (await limits.take([{ key, limit: 3, windowMs: minutes(30), whenUnreachable: "refuse" }])).allowed;
}

async function claims(
  kind: string,
  { account, knownDevice }: Attempt,
  address: string,
  limits: { account: number; address: number },
  windowMs: number,
): Promise<LimitClaim[]> {
  const accountKey = await hashSecret(account);
  if (knownDevice) {
    return [{ key: `${kind}:device:${knownDevice}:${accountKey}`, limit: limits.account, windowMs }];
  }
  return [
    { key: `${kind}:address:${address}`, limit: limits.address, windowMs, whenUnreachable: "refuse" },
    { key: `${kind}:account:${accountKey}`, limit: limits.account, windowMs, whenUnreachable: "refuse" },
  ];
}

async function take({ limits }: AttemptParts, wanted: readonly LimitClaim[]): Promise<void> {
  const taken = await limits.take(wanted);
  if (taken.allowed) return;
  throw new AppError("RATE_LIMITED", "Too many tries. Wait a while, then try again.", [], taken.retryAfterSeconds);
}
