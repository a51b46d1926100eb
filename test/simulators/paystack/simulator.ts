import type { Agenda } from "./agenda.ts";
import type { Clock } from "./clock.ts";
import type { Faults } from "./faults.ts";
import type { Settings } from "./settings.ts";
import type { Store } from "./store.ts";
import type { Webhooks } from "./webhooks.ts";

/** What every route and rule works on. */
export interface Simulator {
  store: Store;
  settings: Settings;
  /** What a reset goes back to. */
  readonly initialSettings: Readonly<Settings>;
  readonly clock: Clock;
  readonly agenda: Agenda;
  readonly faults: Faults;
  readonly webhooks: Webhooks;
  /** Accepted secret keys; the first one signs webhooks and chooses the domain. */
  readonly secretKeys: readonly string[];
  readonly domain: "test" | "live";
  checkoutBaseUrl(): string;
  /** Something worth keeping has changed. */
  changed(): void;
}

/** Paystack's number for this merchant. */
export const integrationId = 463_433;
