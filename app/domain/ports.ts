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

/** A rail's event in our words. Everything but a successful charge is recorded and named, not yet acted upon. */
export type RailEvent =
  | { kind: "charge_succeeded"; charge: Charge }
  | { kind: "not_handled" }
  | { kind: "unreadable"; reason: string };

/** What identifies an event in the inbox; rails give events no id of their own. */
export interface RailEventHeading {
  event: string;
  objectId: string;
  /** The payment it speaks of, if any. */
  reference: string | null;
}

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
  /** True when the raw bytes were signed by a key we hold, the present or the previous one. Constant time. */
  verifySignature(body: Uint8Array<ArrayBuffer>, signature: string | null): Promise<boolean>;
  /** Names an event; never throws, whatever the body is. */
  readHeading(body: string): RailEventHeading;
  /** Translates an event; never throws, whatever the body is. */
  readEvent(body: string): RailEvent;
}

/** A message channel (SMS, e-mail, push): none is connected yet. */
export interface Channel {
  name: string;
  /** Hands a message over for delivery; `to` is an address of this channel. */
  send(message: { to: string; text: string }): Promise<{ status: "sent" | "refused" | "unknown" }>;
}
