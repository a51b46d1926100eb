import type { z } from "zod";
import type { BankReport } from "./bank-ledger.ts";
import type { ForgedAttempt } from "./control/forge.ts";
import type {
  accountNameInput,
  balanceInput,
  deliverInput,
  disputeInput,
  faultInput,
  forgeInput,
  payInput,
  refundMoveInput,
  settingsInput,
  transferMoveInput,
  webhookPolicyInput,
} from "./control/inputs.ts";
import type { Fault } from "./faults.ts";
import type { Delivery } from "./records.ts";
import type { Settings } from "./settings.ts";
import type { WebhookPolicy } from "./webhook-policy.ts";
import type { DeliveryOutcome } from "./webhooks.ts";

/** The wire's transaction, as verify would show it: only what tests usually look at is named. */
export interface WireTransaction {
  id: number;
  status: string;
  reference: string;
  amount: number;
  requested_amount: number;
  currency: string;
  fees: number | null;
  channel: string;
  [field: string]: unknown;
}

export interface WireTransfer {
  id: number;
  status: string;
  reference: string;
  transfer_code: string;
  amount: number;
  currency: string;
  [field: string]: unknown;
}

type Paid = { outcome: "paid" | "already_paid"; transaction: WireTransaction };
type Declined = {
  outcome: "declined" | "already_paid";
  transaction: WireTransaction;
};
type Listed = {
  policy: WebhookPolicy;
  url: string | null;
  deliveries: Delivery[];
};

type Post = <Result>(path: string, body?: unknown) => Promise<Result>;
type Read = <Result>(method: "GET" | "DELETE", path: string) => Promise<Result>;

const named = (reference: string): string => encodeURIComponent(reference);

/** Speaks the control API; a refusal of the simulator is thrown. */
export function simulatorClient(url: string) {
  async function call<Result>(method: string, path: string, body?: string): Promise<Result> {
    const response = await fetch(`${url}/simulator/${path}`, {
      method,
      ...(body === undefined ? {} : { body }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} /simulator/${path}: ${response.status} ${text}`);
    return JSON.parse(text);
  }
  const post: Post = (path, body = {}) => call("POST", path, JSON.stringify(body));
  const read: Read = (method, path) => call(method, path);
  return {
    ...paymentCalls(post, read),
    ...payoutCalls(post),
    faults: faultCalls(post, read),
    webhooks: webhookCalls(post, read),
    advanceClock: (advanceMs: number) => post<{ now: string; ran: number }>("clock", { advanceMs }),
    bank: (reference?: string) =>
      read<BankReport>("GET", reference === undefined ? "bank" : `bank?reference=${named(reference)}`),
    balance: (change: z.input<typeof balanceInput>) =>
      post<{ currency: string; balanceMinor: number }>("balance", change),
    nameAccount: (account: z.input<typeof accountNameInput>) => post<Record<string, string>>("accounts", account),
    settings: (change: z.input<typeof settingsInput>) => post<{ settings: Settings }>("settings", change),
    state: () => read<Record<string, unknown>>("GET", "state"),
    reset: () => post<{ reset: true }>("reset"),
  };
}

function paymentCalls(post: Post, read: Read) {
  return {
    pay: (reference: string, options: z.input<typeof payInput> = {}) =>
      post<Paid>(`transactions/${named(reference)}/pay`, options),
    decline: (reference: string, options: { channel?: string } = {}) =>
      post<Declined>(`transactions/${named(reference)}/decline`, options),
    dispute: (reference: string, options: z.input<typeof disputeInput> = {}) =>
      post<{ dispute: Record<string, unknown> }>(`transactions/${named(reference)}/dispute`, options),
    /** Everything the simulator remembers of refunds. */
    refunds: () =>
      read<{ refunds: { id: number; transactionReference: string; amount: number; status: string }[] }>(
        "GET",
        "state?full=1",
      ),
    moveRefund: (id: number, status: z.input<typeof refundMoveInput>["status"]) =>
      post<{ refund: Record<string, unknown> }>(`refunds/${id}`, { status }),
  };
}

function payoutCalls(post: Post) {
  return {
    /** Without a status: the next step of its course. */
    moveTransfer: (reference: string, options: z.input<typeof transferMoveInput> = {}) =>
      post<{ transfer: WireTransfer }>(`transfers/${named(reference)}`, options),
    approveTransfer: (reference: string) => post<{ transfer: WireTransfer }>(`transfers/${named(reference)}/approve`),
  };
}

function faultCalls(post: Post, read: Read) {
  return {
    add: (...faults: z.input<typeof faultInput>[]) => post<{ faults: Fault[] }>("faults", { faults }),
    list: () => read<{ faults: Fault[] }>("GET", "faults"),
    clear: () => read<{ faults: Fault[] }>("DELETE", "faults"),
    /** Lets calls that were kept in validation go through. */
    release: () => post<{ released: number }>("faults/release"),
  };
}

function webhookCalls(post: Post, read: Read) {
  return {
    policy: (policy: z.input<typeof webhookPolicyInput>) =>
      post<{ policy: WebhookPolicy; url: string | null }>("webhooks", policy),
    list: (filter: { reference?: string; event?: string } = {}) =>
      read<Listed>("GET", `webhooks?${new URLSearchParams(filter)}`),
    deliver: (options: z.input<typeof deliverInput> = {}) =>
      post<{ deliveries: DeliveryOutcome[] }>("webhooks/deliver", options),
    forge: (options: z.input<typeof forgeInput> = {}) => post<{ attempts: ForgedAttempt[] }>("webhooks/forge", options),
    /** Resolves when nothing is being sent; retries of later do not count. */
    idle: () => post<{ idle: true }>("webhooks/idle"),
  };
}

export type SimulatorClient = ReturnType<typeof simulatorClient>;
