import type { Currency } from "../core/currency.ts";
import type { Instant } from "../core/time.ts";

/** Whether a rail's money is real. Test money never enters live books, nor live money test books. */
export type Environment = "test" | "live";

/** What a checkout needs. `reference` is ours and is kept through retries; `metadata` comes back with the rail's events. */
export interface CheckoutRequest {
  reference: string;
  /** Minor units. */
  amountMinor: bigint;
  currency: Currency;
  /** The rail demands an address; it is the patron's own, or a unique one on our domain. */
  email: string;
  /** Shown at checkout in place of the address. */
  label: string;
  returnUrl: string;
  cancelUrl: string;
  metadata: Record<string, unknown>;
}

/** How long the call took and what HTTP said, for the record of attempts. */
export interface CallTrace {
  httpStatus: number | null;
  tookMs: number;
}

/** `refused` is conclusive: nothing exists at the rail. After `unknown` something may exist, but nobody was sent there. */
export type CheckoutOutcome =
  | ({ status: "started"; checkoutUrl: string } & CallTrace)
  | ({ status: "refused"; reason: string } & CallTrace)
  | ({ status: "unknown"; reason: string } & CallTrace);

/** What a rail says about one charge, in our words. Amounts in minor units. */
export interface Charge {
  rail: string;
  environment: Environment;
  /** Ours, as sent at checkout; unknown ones are possible. */
  reference: string;
  railTransactionId: string;
  status: "succeeded" | "pending" | "failed" | "abandoned" | "reversed";
  /** As written by the rail, which may be a currency we do not handle. */
  currency: string;
  requestedMinor: bigint | null;
  chargedMinor: bigint;
  /** What the rail kept; null when it does not say. */
  railFeeMinor: bigint | null;
  channel: string | null;
  paidAt: Instant | null;
  metadata: unknown;
}

export type ChargeLookup =
  | ({ status: "found"; charge: Charge } & CallTrace)
  | ({ status: "not_found" } & CallTrace)
  | ({ status: "unknown"; reason: string } & CallTrace);

/** A rail's event in our words. What nothing reacts to is recorded and named. */
export type RailEvent =
  | { kind: "charge_succeeded"; charge: Charge }
  | { kind: "transfer_moved"; transfer: Transfer }
  /** A refund of this payment moved; how, the rail must be asked: such an event does not say which one it means. */
  | { kind: "refund_moved"; reference: string }
  | { kind: "dispute_moved"; dispute: Dispute; isReminder: boolean }
  | { kind: "not_handled" }
  | { kind: "unreadable"; reason: string };

/** What identifies an event in the inbox; rails give events no id of their own. */
export interface RailEventHeading {
  event: string;
  /** Which way the money goes that it speaks of. */
  concerns: "payment" | "payout";
  objectId: string;
  /** The payment it speaks of, if any. */
  reference: string | null;
}

/** Where money can be sent to: an account at a bank, or a wallet under a telephone number. */
export type DestinationKind = "bank" | "mobile_money";

/** A bank or a wallet's provider as the rail lists it. Codes are the rail's, keep their zeros, and are not all unique. */
export interface Destination {
  code: string;
  name: string;
  kind: DestinationKind;
  currency: Currency;
  /** False for one that is listed and cannot be paid. */
  supportsTransfer: boolean;
}

/** `not_offered`: the rail sends no money to this country. */
export type DestinationList =
  | ({ status: "found"; destinations: readonly Destination[] } & CallTrace)
  | ({ status: "not_offered" } & CallTrace)
  | ({ status: "unknown"; reason: string } & CallTrace);

export interface AccountQuestion {
  /** ISO 3166, two capital letters. */
  country: string;
  bankCode: string;
  accountNumber: string;
}

/**
 * Whose account it is. `not_resolved`: there is no such account at that bank, as far as the rail can tell.
 * `not_offered`: nobody can be asked in that country, and a person must decide. `limited`: not now, later.
 */
export type AccountName =
  | ({ status: "found"; name: string } & CallTrace)
  | ({ status: "not_resolved"; reason: string } & CallTrace)
  | ({ status: "not_offered" } & CallTrace)
  | ({ status: "limited" } & CallTrace)
  | ({ status: "unknown"; reason: string } & CallTrace);

export interface RecipientRequest extends AccountQuestion {
  kind: DestinationKind;
  name: string;
  currency: Currency;
}

/** `refused`: the rail does not take this account. After `unknown` it may be asked again: one account is one recipient. */
export type RecipientOutcome =
  | ({ status: "created"; recipientCode: string } & CallTrace)
  | ({ status: "refused"; reason: string } & CallTrace)
  | ({ status: "unknown"; reason: string } & CallTrace);

/** One transfer to somebody. `reference` is ours, is kept through retries, and names one transfer for ever. */
export interface TransferOrder {
  reference: string;
  recipientCode: string;
  /** Minor units. */
  amountMinor: bigint;
  currency: string;
  /** What the receiver reads. */
  reason: string;
}

/** Why a transfer ended without the money arriving. */
export const FAILURE_REASONS = [
  "account_closed",
  "account_invalid",
  "name_mismatch",
  "limit",
  "bank_down",
  "rejected",
  "blocked",
  "otp_abandoned",
  "other",
] as const;
export type FailureReason = (typeof FAILURE_REASONS)[number];

/** What a rail says about one transfer, in our words. Amounts in minor units. */
export interface Transfer {
  rail: string;
  /** Null where the rail's answer does not say. */
  environment: Environment | null;
  reference: string;
  transferCode: string | null;
  /** `waits_for_otp`: a person at the rail must confirm it. `failed` and `reversed` are conclusive: the money is back. */
  status: "pending" | "waits_for_otp" | "succeeded" | "failed" | "reversed";
  failure: FailureReason | null;
  currency: string;
  amountMinor: bigint;
  /** What the rail kept on top; null when it does not say. */
  railFeeMinor: bigint | null;
  movedAt: Instant | null;
}

/**
 * Why the rail took nothing of a call. `insufficient_balance`, `otp_required` and `not_allowed` are about us and hold for
 * every transfer; `batch` is about some other one in the same call; `order` is about this one.
 */
export type TransferRefusal = "insufficient_balance" | "otp_required" | "not_allowed" | "batch" | "order";

/**
 * What came of asking for, or after, a transfer. `refused`: this call made nothing. `exists`: its reference was used before,
 * so ask what became of that. `not_found` is no proof that it never will be there (paystack.md §4.5).
 */
export type TransferAnswer =
  | { status: "found"; transfer: Transfer }
  | { status: "refused"; refusal: TransferRefusal; failure: FailureReason }
  | { status: "exists" }
  | { status: "not_found" }
  | { status: "unknown"; reason: string };

/** An answer a transfer, in the order of the call. */
export interface TransferAnswers extends CallTrace {
  answers: readonly TransferAnswer[];
}

export type BalanceLookup =
  | ({ status: "found"; balances: ReadonlyMap<string, bigint> } & CallTrace)
  | ({ status: "unknown"; reason: string } & CallTrace);

/** What a rail tells of a transfer when it asks whether to let it go on. */
export interface TransferQuestion {
  reference: string;
  amountMinor: bigint;
  /** Null where it does not say. */
  currency: string | null;
  recipientCode: string | null;
}

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

/** Every rail there is a folder for in app/rails. */
export type RailName = "paystack";

/** A payment rail. Its calls never throw for what the outside does: a timeout or an error is an `unknown` outcome. */
export interface Rail {
  name: RailName;
  environment: Environment;
  /** Asks the rail for a checkout page. Bounded in time. */
  startCheckout(request: CheckoutRequest): Promise<CheckoutOutcome>;
  /** Asks what became of a charge. Bounded in time. */
  findCharge(reference: string): Promise<ChargeLookup>;
  /** Lists every bank and wallet of a country (ISO 3166) that money can go to. Changes rarely: callers keep it. Bounded in time. */
  listDestinations(country: string): Promise<DestinationList>;
  /** Asks whose account it is. Bounded in time. */
  findAccountName(question: AccountQuestion): Promise<AccountName>;
  /** Makes an account known to the rail, or finds it known. Bounded in time. */
  createRecipient(request: RecipientRequest): Promise<RecipientOutcome>;
  /** How many transfers one call takes, and how long it must be until the next such call. */
  transferBatch: { size: number; everyMs: number };
  /** Sends transfers of one currency: one by itself, several in one call. Bounded in time. */
  sendTransfers(orders: readonly TransferOrder[]): Promise<TransferAnswers>;
  /** Asks what became of a transfer. Bounded in time. */
  findTransfer(reference: string): Promise<TransferAnswer & CallTrace>;
  /** Asks what can be sent, in minor units by currency. Bounded in time. */
  findBalances(): Promise<BalanceLookup>;
  /** Asks for a refund. Bounded in time. */
  startRefund(order: RefundOrder): Promise<RefundOutcome>;
  /** Lists all refunds of a payment, by the rail's number of it. Bounded in time. */
  findRefunds(railTransactionId: string): Promise<RefundList>;
  /** Asks how a dispute stands. Bounded in time. */
  findDispute(railDisputeId: string): Promise<DisputeLookup>;
  /** Lists the disputes that wait for our answer. Bounded in time. */
  listOpenDisputes(): Promise<DisputeList>;
  /** Gives our answer to a dispute. Bounded in time. */
  answerDispute(answer: DisputeAnswer): Promise<DisputeAnswerOutcome>;
  /** Reads what the rail asks before it lets a transfer go on; null when it cannot be read. Never throws. */
  readTransferQuestion(body: string): TransferQuestion | null;
  /** True when the raw bytes were signed by a key we hold, the present or the previous one. Constant time. */
  verifySignature(body: Uint8Array<ArrayBuffer>, signature: string | null): Promise<boolean>;
  /** Names an event; never throws, whatever the body is. */
  readHeading(body: string): RailEventHeading;
  /** Translates an event; never throws, whatever the body is. */
  readEvent(body: string): RailEvent;
}

/** What a person is told. What a channel has no place for (an SMS has no subject) is left out by who writes it. */
export interface Message {
  /** An address of the channel: an e-mail address, a phone number. */
  to: string;
  /** Always there: whatever the channel, it can be read as plain text. */
  text: string;
  subject?: string;
  html?: string;
  attachments?: readonly { name: string; contentType: string; bytes: Uint8Array }[];
  /** Ours, and kept through retries: a message is delivered once a key. */
  idempotencyKey: string;
}

/**
 * `sent`: the provider took it under `id`, which is not yet a reader. `refused` is conclusive: it was not sent and,
 * unchanged, never will be. After `unknown` it may have been sent; only the same key may be used again.
 */
export type SendOutcome =
  | ({ status: "sent"; id: string } & CallTrace)
  | ({ status: "refused"; reason: string } & CallTrace)
  | ({ status: "unknown"; reason: string } & CallTrace);

/** Every channel there is a folder for in app/channels. */
export type ChannelName = "email" | "sms";

/** A message channel. It never throws for what the outside does: a timeout or an error is an `unknown` outcome. */
export interface Channel {
  name: ChannelName;
  /** Hands a message over for delivery. Bounded in time. */
  send(message: Message): Promise<SendOutcome>;
}
