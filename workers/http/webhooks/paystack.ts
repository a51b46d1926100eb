import type { Context } from "hono";
import { AppError } from "#app/core/errors.ts";
import { createRailEvent } from "#app/domain/payments/index.ts";
import { SIGNATURE_HEADER } from "#app/rails/paystack/verify.ts";
import { readBody } from "#app/request-body.ts";
import type { Doors } from "../doors.ts";

const BODY_LIMIT_BYTES = 64 * 1024;

/**
 * Paystack's events, in the order of money.md §4: cap the size, verify the raw bytes, record, wake, answer exactly 200.
 * What could not be recorded is answered 503, so that Paystack sends it again.
 */
export async function receivePaystackEvent(c: Context<Doors>): Promise<Response> {
  const ctx = c.var.ctx;
  const rail = ctx.rails.paystack;
  const body = await readBody(c.req.raw, BODY_LIMIT_BYTES);
  if (!(await rail.verifySignature(body, c.req.raw.headers.get(SIGNATURE_HEADER)))) {
    throw new AppError("UNAUTHENTICATED", "The signature does not match the body.");
  }
  const outcome = await createRailEvent(ctx, rail, body);
  if (outcome === "lost") throw new AppError("UNAVAILABLE", "The event could not be recorded. Send it again.", [], 60);
  return c.body(null, 200);
}
