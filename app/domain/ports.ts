import type { Currency } from "../core/currency.ts";
import type { Instant } from "../core/time.ts";
import type {
  Dispute,
  DisputeAnswer,
  DisputeAnswerOutcome,
  DisputeList,
  DisputeLookup,
  RefundList,
  RefundOrder,
  RefundOutcome,
} from "./refund-ports.ts";
import type {
  BalanceLookup,
  Transfer,
  TransferAnswer,
  TransferAnswers,
  TransferList,
  TransferListQuestion,
  TransferOrder,
  TransferQuestion,
} from "./transfer-ports.ts";

export * from "./refund-ports.ts";
export * from "./transfer-ports.ts";

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
  /** Lists transfers and what became of them, a hundred at a time. Bounded in time. */
  listTransfers(question: TransferListQuestion): Promise<TransferList>;
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
