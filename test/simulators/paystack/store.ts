import type { BankEntry, BankEntryKind } from "./bank-ledger.ts";
import type { BalanceRow, Customer, Dispute, Recipient, Refund, Transaction, Transfer } from "./records.ts";

/** Everything the simulated Paystack and its bank remember, with the lookups that requests need. */
export interface Store {
  lastId: number;
  transactions: Map<string, Transaction>;
  transactionsById: Map<number, Transaction>;
  transactionsByAccessCode: Map<string, Transaction>;
  /** Oldest first. */
  transactionList: Transaction[];
  customers: Map<string, Customer>;
  recipients: Map<string, Recipient>;
  recipientsById: Map<number, Recipient>;
  recipientsByAccount: Map<string, Recipient>;
  transfers: Map<string, Transfer>;
  transfersByCode: Map<string, Transfer>;
  transfersById: Map<number, Transfer>;
  /** Counts what happened to transfers, so that a judge can tell what came first. */
  moments: number;
  /** The moments at which calls named a transfer's reference, whatever became of the calls. */
  transfersAsked: Map<string, number[]>;
  refunds: Map<number, Refund>;
  refundsByTransaction: Map<string, Refund[]>;
  disputes: Map<number, Dispute>;
  balances: Map<string, number>;
  balanceRows: BalanceRow[];
  bank: BankEntry[];
  /** Names that account lookups give, by "bankCode accountNumber". */
  accountNames: Map<string, string>;
  lookups: { day: string; count: number };
  lastBulkAtMs: number | null;
}

/** Ids look like today's real ones, which no longer fit in 32 bits. */
const firstId = 4_100_000_000;

export function createStore(): Store {
  return {
    lastId: firstId,
    transactions: new Map(),
    transactionsById: new Map(),
    transactionsByAccessCode: new Map(),
    transactionList: [],
    customers: new Map(),
    recipients: new Map(),
    recipientsById: new Map(),
    recipientsByAccount: new Map(),
    transfers: new Map(),
    transfersByCode: new Map(),
    transfersById: new Map(),
    moments: 0,
    transfersAsked: new Map(),
    refunds: new Map(),
    refundsByTransaction: new Map(),
    disputes: new Map(),
    balances: new Map(),
    balanceRows: [],
    bank: [],
    accountNames: new Map(),
    lookups: { day: "", count: 0 },
    lastBulkAtMs: null,
  };
}

export function nextId(store: Store): number {
  store.lastId += 1;
  return store.lastId;
}

export function addTransaction(store: Store, transaction: Transaction): void {
  store.transactions.set(transaction.reference, transaction);
  store.transactionsById.set(transaction.id, transaction);
  store.transactionsByAccessCode.set(transaction.accessCode, transaction);
  store.transactionList.push(transaction);
}

/** Paystack keeps one recipient per type, bank and account. */
export function accountKey(type: string, bankCode: string | null, accountNumber: string | null): string {
  return `${type} ${bankCode ?? ""} ${accountNumber ?? ""}`;
}

export function addRecipient(store: Store, recipient: Recipient): void {
  store.recipients.set(recipient.code, recipient);
  store.recipientsById.set(recipient.id, recipient);
  const account = recipient.accountNumber ?? recipient.authorizationCode;
  store.recipientsByAccount.set(accountKey(recipient.type, recipient.bankCode, account), recipient);
}

export function addTransfer(store: Store, transfer: Transfer): void {
  store.transfers.set(transfer.reference, transfer);
  store.transfersByCode.set(transfer.code, transfer);
  store.transfersById.set(transfer.id, transfer);
}

/** Remembers that somebody asks for a transfer, before anything is made of it. */
export function recordAsked(store: Store, reference: string): void {
  store.moments += 1;
  store.transfersAsked.set(reference, [...(store.transfersAsked.get(reference) ?? []), store.moments]);
}

export function recordStatus(store: Store, transfer: Transfer): void {
  store.moments += 1;
  transfer.history.push({ status: transfer.status, moment: store.moments });
}

export function addRefund(store: Store, refund: Refund): void {
  store.refunds.set(refund.id, refund);
  const siblings = store.refundsByTransaction.get(refund.transactionReference) ?? [];
  siblings.push(refund);
  store.refundsByTransaction.set(refund.transactionReference, siblings);
}

/** Moves the Paystack balance by a signed number of subunits and writes its ledger row. */
export function moveBalance(store: Store, row: Omit<BalanceRow, "id" | "balance">): void {
  const balance = (store.balances.get(row.currency) ?? 0) + row.difference;
  store.balances.set(row.currency, balance);
  store.balanceRows.push({ ...row, id: nextId(store), balance });
}

export function recordBankEntry(
  store: Store,
  entry: {
    kind: BankEntryKind;
    reference: string;
    currency: string;
    amountMinor: number;
    party: string;
    at: string;
  },
): void {
  store.bank.push({ id: store.bank.length + 1, ...entry });
}
