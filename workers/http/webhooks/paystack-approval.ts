import type { Context } from "hono";
import { AppError } from "#app/core/errors.ts";
import { findTransferApproval } from "#app/domain/payouts/index.ts";
import { SIGNATURE_HEADER } from "#app/rails/paystack/verify.ts";
import { readBody } from "#app/request-body.ts";
import type { Doors } from "../doors.ts";

const BODY_LIMIT_BYTES = 64 * 1024;

/** Paystack's answers to its approval URL (paystack.md §4.5): 200 lets the transfer go on, 400 rejects it. */
const YES = 200;
const NO = 400;

/**
 * Paystack asks whether a transfer may go on. Yes only for a live payout of ours with the same reference, amount and recipient.
 * The body and its signature are UNCONFIRMED: it is read as webhooks are, and what is not signed as they are is no question.
 */
export async function approvePaystackTransfer(c: Context<Doors>): Promise<Response> {
  const ctx = c.var.ctx;
  const rail = ctx.rails.paystack;
  const body = await readBody(c.req.raw, BODY_LIMIT_BYTES);
  if (!(await rail.verifySignature(body, c.req.raw.headers.get(SIGNATURE_HEADER)))) {
    throw new AppError("UNAUTHENTICATED", "The signature does not match the body.");
  }
  const question = rail.readTransferQuestion(new TextDecoder().decode(body));
  const isOurs = question !== null && (await findTransferApproval(ctx, rail, question));
  if (!isOurs) ctx.log.error("transfer.not_approved", { reference: question?.reference.slice(0, 60) ?? null });
  return c.body(null, isOurs ? YES : NO);
}
