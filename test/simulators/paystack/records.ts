/** What the simulated Paystack remembers. Amounts are whole subunits (base × 100 in every currency); instants are ISO strings. */

export type TransactionStatus = "abandoned" | "failed" | "success" | "reversed" | "reversal_pending" | "pending";

export interface Transaction {
  id: number;
  reference: string;
  accessCode: string;
  status: TransactionStatus;
  /** What was charged (or will be); may exceed `requestedAmount` when fees are passed on to the payer. */
  amount: number;
  requestedAmount: number;
  currency: string;
  customerId: number;
  email: string;
  label: string | null;
  channels: string[];
  channel: string;
  callbackUrl: string | null;
  metadata: unknown;
  /** The fee as reported on the wire; null before payment, or when told to hide it. */
  fees: number | null;
  feeBeforeVat: number | null;
  gatewayResponse: string;
  message: string | null;
  attempts: number;
  declines: number;
  entryPoint: "transaction_initialize" | "charge";
  authorizationCode: string | null;
  displayText: string | null;
  expiresAtMs: number | null;
  createdAt: string;
  paidAt: string | null;
  ipAddress: string | null;
}

export interface Customer {
  id: number;
  code: string;
  email: string;
}

export interface Recipient {
  id: number;
  code: string;
  type: string;
  name: string;
  currency: string;
  description: string | null;
  email: string | null;
  metadata: unknown;
  authorizationCode: string | null;
  accountNumber: string | null;
  bankCode: string | null;
  bankName: string | null;
  deleted: boolean;
  createdAt: string;
  updatedAt: string;
}

export type TransferStatus =
  | "pending"
  | "otp"
  | "received"
  | "success"
  | "failed"
  | "reversed"
  | "abandoned"
  | "blocked"
  | "rejected";

export interface TransferStep {
  status: TransferStatus;
  /** On the simulator's clock, after the step before; null: only when told through the control API. */
  afterMs: number | null;
}

export interface Transfer {
  id: number;
  request: number;
  code: string;
  reference: string;
  recipientCode: string;
  amount: number;
  fee: number;
  currency: string;
  reason: string | null;
  status: TransferStatus;
  gatewayResponse: string | null;
  /** Statuses still to come on the simulator's own clock; the first is due at `nextStepAtMs`. */
  steps: TransferStep[];
  nextStepAtMs: number | null;
  /** Whether amount and fee have been given back to the balance. */
  returned: boolean;
  createdAt: string;
  updatedAt: string;
  transferredAt: string | null;
  /** Every status it has had, and at which of the store's moments. */
  history: { status: TransferStatus; moment: number }[];
}

export type RefundStatus = "pending" | "processing" | "needs-attention" | "processed" | "failed";

export interface Refund {
  id: number;
  transactionReference: string;
  amount: number;
  currency: string;
  status: RefundStatus;
  customerNote: string;
  merchantNote: string;
  createdAt: string;
  updatedAt: string;
  expectedAt: string;
}

export interface Dispute {
  id: number;
  reference: string;
  currency: string;
  /** What goes back, once it is lost. */
  amount: number;
  status: "awaiting-merchant-feedback" | "awaiting-bank-feedback" | "resolved";
  resolution: "merchant-accepted" | "declined" | "auto-accepted" | null;
  message: string | null;
  /** The uploaded file that the answer named. */
  evidence: string | null;
  uploads: string[];
  createdAt: string;
  updatedAt: string;
  resolvedAt: string | null;
  dueAt: string;
}

export interface BalanceRow {
  id: number;
  currency: string;
  /** The balance after this row. */
  balance: number;
  /** Signed. */
  difference: number;
  reason: string;
  model: "Transaction" | "Transfer" | "Refund" | "Topup";
  modelRow: number;
  createdAt: string;
}

export interface Attempt {
  at: string;
  /** HTTP status, or null when no answer came. */
  status: number | null;
  error: string | null;
}

export type DeliveryState = "held" | "pending" | "delivered" | "given_up" | "dropped";

export interface Delivery {
  id: number;
  event: string;
  reference: string;
  body: string;
  signature: string;
  state: DeliveryState;
  createdAt: string;
  firstAttemptAtMs: number | null;
  nextAttemptAtMs: number | null;
  attempts: Attempt[];
}
