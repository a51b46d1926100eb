import { knownCurrencies } from "./currencies.ts";
import type { TransferOutcome } from "./transfer-outcomes.ts";

/** What a merchant would set in the dashboard, and what a test may want to be different. */
export interface Settings {
  /** Currencies the integration has; the first is its default. */
  currencies: string[];
  /** The payer bears the fee: `amount` becomes larger than `requested_amount`. */
  passFees: boolean;
  /** Where a payer is sent when a transaction names no callback_url. */
  callbackUrl: string | null;
  /** Paid charges feed the balance that transfers are taken from. */
  settleToBalance: boolean;
  /** A refund is refused when the balance cannot carry it. */
  refundsNeedBalance: boolean;
  otpRequired: boolean;
  starterBusiness: boolean;
  /** Overrides the outcome that the recipient's account number would choose. */
  transferOutcome: TransferOutcome | null;
  /** How long a pending transfer takes on the simulator's clock; null: until told through the control API. */
  transferSettleAfterMs: number | null;
  refundSettleAfterMs: number | null;
  bulkIntervalMs: number;
  /** Real account lookups a day in test mode; null: no cap. */
  resolveDailyCap: number | null;
  /** How many rows of the bank list a page with a cursor has at most. */
  banksPerPage: number;
  paymentSessionTimeoutSeconds: number;
  /** What plain GET /transaction says about its pages. */
  listMeta: "offset" | "cursor";
  /** How metadata comes back. */
  metadataShape: "natural" | "json_string" | "empty_string" | "null" | "zero";
  /** Spelling of instants in transfer webhooks. */
  timestampSpelling: "camel" | "snake";
  latencyMs: number;
}

export const defaultSettings: Readonly<Settings> = {
  currencies: [...knownCurrencies],
  passFees: false,
  callbackUrl: null,
  settleToBalance: true,
  refundsNeedBalance: true,
  otpRequired: false,
  starterBusiness: false,
  transferOutcome: null,
  transferSettleAfterMs: 60_000,
  refundSettleAfterMs: null,
  bulkIntervalMs: 5_000,
  resolveDailyCap: 3,
  banksPerPage: 100,
  paymentSessionTimeoutSeconds: 0,
  listMeta: "offset",
  metadataShape: "natural",
  timestampSpelling: "camel",
  latencyMs: 0,
};
