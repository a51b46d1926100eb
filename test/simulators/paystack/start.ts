import { createServer } from "node:http";
import { createAgenda } from "./agenda.ts";
import { resumeApproval } from "./charging.ts";
import { createClock } from "./clock.ts";
import { watchDeadline } from "./disputing.ts";
import { createFaults } from "./faults.ts";
import { createSaver, readSnapshot, type Saver, snapshotOf, storeFrom } from "./persistence.ts";
import { resumeRefund } from "./refunding.ts";
import { createListener } from "./server.ts";
import { defaultSettings, type Settings } from "./settings.ts";
import type { Simulator } from "./simulator.ts";
import { createStore, type Store } from "./store.ts";
import { resumeTransfer } from "./transferring.ts";
import { createWebhooks } from "./webhooks.ts";

export const defaultSecretKey = "sk_test_simulator_0123456789";

export interface PaystackSimulatorOptions {
  /** 0 or absent: a free port. */
  port?: number;
  host?: string;
  /** Signs webhooks; its prefix chooses the domain (test or live). */
  secretKey?: string;
  /** Further keys that are accepted, as during a rotation. */
  otherSecretKeys?: readonly string[];
  webhookUrl?: string | (() => string);
  /** Origin of authorization_url; default the simulator itself. */
  checkoutBaseUrl?: string | (() => string);
  /** JSON file to load at the start and keep up to date. */
  dataFile?: string;
  latencyMs?: number;
  /** What differs from the usual settings. */
  settings?: Partial<Settings>;
  silent?: boolean;
}

export interface PaystackSimulator {
  url: string;
  port: number;
  secretKey: string;
  /** What it remembers, for a test to look into. */
  readonly state: Store;
  setWebhookUrl(url: string | (() => string) | null): void;
  close(): Promise<void>;
}

/** Starts a Paystack of one's own on a real port. */
export async function startPaystackSimulator(options: PaystackSimulatorOptions = {}): Promise<PaystackSimulator> {
  const host = options.host ?? "127.0.0.1";
  const secretKey = options.secretKey ?? defaultSecretKey;
  let url = "";
  const { sim, saver } = assemble(options, secretKey, () => url);
  const server = createServer({ keepAliveTimeout: 120_000, requestTimeout: 0 }, createListener(sim));
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(options.port ?? 0, host, resolve);
  });
  const address = server.address();
  const port = typeof address === "object" && address ? address.port : 0;
  url = `http://${host}:${port}`;
  if (!options.silent) process.stdout.write(`Paystack simulator on ${url}\n`);
  return {
    url,
    port,
    secretKey,
    get state() {
      return sim.store;
    },
    setWebhookUrl: (next) => sim.webhooks.setUrl(next),
    async close() {
      sim.agenda.close();
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await Promise.all([closed, sim.webhooks.close()]);
      saver.flush();
    },
  };
}

function assemble(options: PaystackSimulatorOptions, secretKey: string, ownUrl: () => string) {
  const { checkoutBaseUrl } = options;
  const chosen = { latencyMs: options.latencyMs ?? 0, ...options.settings };
  const snapshot = readSnapshot(options.dataFile);
  const clock = createClock();
  clock.reset(snapshot?.clockOffsetMs);
  const agenda = createAgenda(clock);
  const saver: Saver = createSaver(options.dataFile, () =>
    snapshotOf(sim.store, sim.settings, clock.offsetMs(), sim.webhooks.deliveries),
  );
  const { changed } = saver;
  const webhooks = createWebhooks({
    clock,
    agenda,
    secretKey,
    url: options.webhookUrl ?? null,
    changed,
  });
  const sim: Simulator = {
    store: snapshot ? storeFrom(snapshot) : createStore(),
    settings: { ...defaultSettings, ...snapshot?.settings, ...chosen },
    initialSettings: { ...defaultSettings, ...chosen },
    clock,
    agenda,
    faults: createFaults(),
    webhooks,
    secretKeys: [secretKey, ...(options.otherSecretKeys ?? [])],
    domain: secretKey.startsWith("sk_live_") ? "live" : "test",
    checkoutBaseUrl: () =>
      (typeof checkoutBaseUrl === "function" ? checkoutBaseUrl() : checkoutBaseUrl)?.replace(/\/$/, "") ?? ownUrl(),
    changed,
  };
  webhooks.restore(snapshot?.deliveries ?? []);
  for (const transaction of sim.store.transactionList) resumeApproval(sim, transaction);
  for (const transfer of sim.store.transfers.values()) resumeTransfer(sim, transfer);
  for (const refund of sim.store.refunds.values()) resumeRefund(sim, refund);
  for (const dispute of sim.store.disputes.values()) watchDeadline(sim, dispute);
  return { sim, saver };
}
