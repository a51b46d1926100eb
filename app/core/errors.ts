import { AssertionFault } from "./assert.ts";

/** Every refusal a caller can meet, and the one HTTP status each owns. */
export const REFUSALS = {
  BAD_REQUEST: { status: 400, title: "The request could not be read" },
  INVALID_INPUT: { status: 400, title: "Some fields need another look" },
  IDEMPOTENCY_KEY_MISSING: { status: 400, title: "An Idempotency-Key header is required" },
  IDEMPOTENCY_KEY_INVALID: { status: 400, title: "The Idempotency-Key header is not valid" },
  UNAUTHENTICATED: { status: 401, title: "The request is not signed by a key we know" },
  STEP_UP_REQUIRED: { status: 403, title: "Confirm it is you" },
  FORBIDDEN: { status: 403, title: "This is not allowed" },
  ORGANISATION_SUSPENDED: { status: 403, title: "This organisation is suspended" },
  NOT_FOUND: { status: 404, title: "Not found" },
  METHOD_NOT_ALLOWED: { status: 405, title: "This address does not answer that method" },
  REQUEST_IN_PROGRESS: { status: 409, title: "The first request with this key is still running" },
  GUARD_UNAVAILABLE: { status: 409, title: "This guard cannot be tipped now" },
  CODE_UNKNOWN: { status: 410, title: "This code cannot take tips" },
  BODY_TOO_LARGE: { status: 413, title: "The request body is too large" },
  UNSUPPORTED_MEDIA_TYPE: { status: 415, title: "Send application/json" },
  IDEMPOTENCY_KEY_REUSED: { status: 422, title: "This key was used with a different request" },
  RATE_LIMITED: { status: 429, title: "Too many requests" },
  RAIL_UNAVAILABLE: { status: 503, title: "The payment service did not answer" },
  UNAVAILABLE: { status: 503, title: "We cannot do this right now" },
} as const satisfies Record<string, { status: number; title: string }>;

export type RefusalCode = keyof typeof REFUSALS;

/** What is wrong with one field, in words a person can act on. `field` is the name as it was sent. */
export interface FieldError {
  field: string;
  message: string;
}

/** The caller may not, or did it wrong. Its status comes from REFUSALS; it is logged at info, never as a fault. */
export class AppError extends Error {
  override readonly name = "AppError";
  constructor(
    readonly code: RefusalCode,
    readonly detail: string,
    readonly fields: readonly FieldError[] = [],
    readonly retryAfterSeconds?: number,
  ) {
    super(`${code}: ${detail}`);
  }

  get status(): number {
    return REFUSALS[this.code].status;
  }
}

/**
 * What a log may say of a fault: its kind, the database's code and constraint, and where it was thrown. Never its
 * message, which quotes statements and their values, and so people.
 */
export function describeFault(error: unknown): Record<string, unknown> {
  const causes: Error[] = [];
  for (let cause = error; cause instanceof Error && causes.length < 4; cause = cause.cause) causes.push(cause);
  const { code, constraint } = Object.assign({}, ...causes) as { code?: unknown; constraint?: unknown };
  const frames = (causes.at(0)?.stack ?? "").split("\n").filter((line) => /^\s+at /.test(line));
  return {
    ...(error instanceof AssertionFault ? { law: error.message } : {}),
    fault: causes.map(({ name }) => name).join(" ← ") || typeof error,
    ...(code ? { code: String(code) } : {}),
    ...(constraint ? { constraint: String(constraint) } : {}),
    frames: frames.slice(0, 6).map((line) => line.trim()),
  };
}
