import type { Instant } from "../core/time.ts";
import type { CallTrace, Environment } from "./ports.ts";

/** A refund to be made. `id` is ours: rails give refunds no reference of ours, so it travels as a note that comes back. */
export interface RefundOrder {
  id: string;
  /** Of the payment, as sent at checkout. */
  reference: string;
  /** Minor units. */
  amountMinor: bigint;
  currency: string;
  /** What the patron reads. */
  words: string;
}

/** What a rail says about one refund, in our words. */
export interface RailRefund {
  railRefundId: string;
  /** Our own id, where the note came back. */
  id: string | null;
  status: "pending" | "processing" | "needs_attention" | "processed" | "failed";
  amountMinor: bigint;
  currency: string;
}

/**
 * `refused` is conclusive of this call: it made nothing, and unchanged it never will. `held_back`: not now, for a reason that
 * is about us and not about the refund. After `unknown` it may be there: look before asking again.
 */
export type RefundOutcome =
  | ({ status: "started"; refund: RailRefund } & CallTrace)
  | ({ status: "refused" | "held_back" | "unknown"; reason: string } & CallTrace);

/** Every refund of one payment. */
export type RefundList =
  | ({ status: "found"; refunds: readonly RailRefund[] } & CallTrace)
  | ({ status: "unknown"; reason: string } & CallTrace);

/** A patron's bank asks for a payment back. */
export interface Dispute {
  rail: string;
  environment: Environment;
  railDisputeId: string;
  /** Of the payment, as sent at checkout. */
  reference: string;
  /** `answered`: the bank decides. */
  status: "open" | "answered" | "won" | "lost";
  /** The rail's word for how it ended. */
  resolution: string | null;
  currency: string;
  /** What is asked back; null when the rail does not say. */
  amountMinor: bigint | null;
  category: string | null;
  /** After that the rail gives in by itself. */
  dueAt: Instant | null;
}

export type DisputeLookup =
  | ({ status: "found"; dispute: Dispute } & CallTrace)
  | ({ status: "unknown"; reason: string } & CallTrace);

export type DisputeList =
  | ({ status: "found"; disputes: readonly Dispute[] } & CallTrace)
  | ({ status: "unknown"; reason: string } & CallTrace);

export interface DisputeAnswer {
  railDisputeId: string;
  answer: "accept" | "defend";
  /** What goes back to the patron when we accept; minor units. */
  amountMinor: bigint;
  message: string;
  /** A PDF, when we defend. */
  evidence: { name: string; bytes: Uint8Array<ArrayBuffer> } | null;
}

/** Giving an answer again is harmless: the rail takes the first and refuses the others. */
export type DisputeAnswerOutcome =
  | ({ status: "taken" } & CallTrace)
  | ({ status: "refused" | "unknown"; reason: string } & CallTrace);
