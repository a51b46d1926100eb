import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { clearTimeout, setTimeout } from "node:timers";
import type { BankEntry } from "./bank-ledger.ts";
import type { BalanceRow, Customer, Delivery, Dispute, Recipient, Refund, Transaction, Transfer } from "./records.ts";
import type { Settings } from "./settings.ts";
import { addRecipient, addRefund, addTransaction, addTransfer, createStore, type Store } from "./store.ts";

/** What survives a restart, as plain JSON. */
export interface Snapshot {
  lastId: number;
  clockOffsetMs: number;
  settings: Settings;
  transactions: Transaction[];
  customers: [string, Customer][];
  recipients: Recipient[];
  transfers: Transfer[];
  refunds: Refund[];
  /** Absent from snapshots of before there were any. */
  disputes?: Dispute[];
  balances: [string, number][];
  balanceRows: BalanceRow[];
  bank: BankEntry[];
  accountNames: [string, string][];
  deliveries: Delivery[];
}

export function snapshotOf(store: Store, settings: Settings, clockOffsetMs: number, deliveries: Delivery[]): Snapshot {
  return {
    lastId: store.lastId,
    clockOffsetMs,
    settings,
    transactions: store.transactionList,
    customers: [...store.customers],
    recipients: [...store.recipients.values()],
    transfers: [...store.transfers.values()],
    refunds: [...store.refunds.values()],
    disputes: [...store.disputes.values()],
    balances: [...store.balances],
    balanceRows: store.balanceRows,
    bank: store.bank,
    accountNames: [...store.accountNames],
    deliveries,
  };
}

export function storeFrom(snapshot: Snapshot): Store {
  const store = createStore();
  for (const transaction of snapshot.transactions) addTransaction(store, transaction);
  for (const recipient of snapshot.recipients) addRecipient(store, recipient);
  // Snapshots of before there was any history.
  for (const transfer of snapshot.transfers) addTransfer(store, { ...transfer, history: transfer.history ?? [] });
  for (const refund of snapshot.refunds) addRefund(store, refund);
  store.lastId = snapshot.lastId;
  for (const dispute of snapshot.disputes ?? []) store.disputes.set(dispute.id, dispute);
  store.customers = new Map(snapshot.customers);
  store.balances = new Map(snapshot.balances);
  store.accountNames = new Map(snapshot.accountNames);
  store.balanceRows = snapshot.balanceRows;
  store.bank = snapshot.bank;
  return store;
}

export function readSnapshot(file: string | undefined): Snapshot | null {
  return file && existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : null;
}

export interface Saver {
  /** Saves soon: many changes in a row are one write. */
  changed(): void;
  flush(): void;
}

const saveAfterMs = 500;
/** Saving may take at most about a twentieth of the time, however much there is to save. */
const restPerSave = 20;

/** Writes the snapshot beside the file and renames it, so that a crash leaves the old one whole. */
export function createSaver(file: string | undefined, snapshot: () => Snapshot): Saver {
  if (!file) return { changed() {}, flush() {} };
  let timer: NodeJS.Timeout | null = null;
  let lastSaveMs = 0;
  mkdirSync(dirname(file), { recursive: true });
  function flush(): void {
    if (timer) clearTimeout(timer);
    timer = null;
    const startedMs = performance.now();
    const draft = `${file}.saving`;
    writeFileSync(draft, JSON.stringify(snapshot()));
    renameSync(draft, file ?? draft);
    lastSaveMs = performance.now() - startedMs;
  }
  function flushLater(): void {
    try {
      flush();
    } catch (error) {
      process.stderr.write(`The Paystack simulator could not save: ${error}\n`);
    }
  }
  return {
    changed() {
      timer ??= setTimeout(flushLater, Math.max(saveAfterMs, lastSaveMs * restPerSave));
    },
    flush,
  };
}
