import type { Agenda } from "./agenda.ts";
import type { Clock } from "./clock.ts";
import type { Delivery } from "./records.ts";
import { signBody } from "./signature.ts";
import { attemptDelivery } from "./webhook-attempt.ts";
import {
  attempt,
  closingSwitch,
  type Desk,
  dispatch,
  flushShuffled,
  isBusy,
  sendLater,
  stop,
  urlOf,
} from "./webhook-desk.ts";
import { defaultPolicy, type WebhookPolicy } from "./webhook-policy.ts";

export interface DeliverOptions {
  references?: string[] | undefined;
  ids?: number[] | undefined;
  events?: string[] | undefined;
  /** Default: as they happened, or as listed in `references` or `ids`. */
  order?: "fifo" | "lifo" | undefined;
  /** Extra copies of each. */
  duplicate?: number | undefined;
  /** All at once instead of one after another. */
  concurrent?: boolean | undefined;
  /** Also those that were delivered, dropped or given up already. */
  redeliver?: boolean | undefined;
}

export interface DeliveryOutcome {
  id: number;
  event: string;
  reference: string;
  /** The HTTP status of each copy; null when no answer came. */
  statuses: (number | null)[];
}

export interface Webhooks {
  readonly policy: WebhookPolicy;
  readonly deliveries: Delivery[];
  url(): string | null;
  setUrl(url: string | (() => string) | null): void;
  emit(event: string, reference: string, data: unknown): void;
  /** Sends one body once, as it is, outside every plan; for forgeries. */
  sendOnce(body: string, signature: string | null): Promise<{ status: number | null; error: string | null }>;
  deliver(options: DeliverOptions): Promise<DeliveryOutcome[]>;
  /** Resolves when nothing is being sent or queued to be sent now; retries of later do not count. */
  idle(): Promise<void>;
  /** Changes only what is given. */
  setPolicy(change: { [Key in keyof WebhookPolicy]?: WebhookPolicy[Key] | undefined }): void;
  /** Takes up deliveries that an earlier run had not finished. */
  restore(deliveries: readonly Delivery[]): void;
  reset(): void;
  close(): Promise<void>;
}

interface Surroundings {
  clock: Clock;
  agenda: Agenda;
  secretKey: string;
  url: string | (() => string) | null;
  changed(): void;
}

export function createWebhooks({ clock, agenda, secretKey, url, changed }: Surroundings): Webhooks {
  const desk = openDesk({ clock, agenda, target: url, changed });
  const deliveries: Delivery[] = [];
  const idle = async (): Promise<void> => {
    if (desk.shuffled.length > 0) void flushShuffled(desk);
    if (isBusy(desk)) await new Promise<void>((resolve) => desk.waiters.push(resolve));
  };
  return {
    policy: desk.policy,
    deliveries,
    url: () => urlOf(desk),
    setUrl(next) {
      desk.target = next;
    },
    emit(event, reference, data) {
      const body = JSON.stringify({ event, data });
      const signature = signBody(body, secretKey);
      for (let copy = 0; copy <= desk.policy.duplicate; copy += 1) {
        const delivery = newDelivery({ event, reference, body, signature }, deliveries.length + 1, clock.nowIso());
        deliveries.push(delivery);
        dispatch(desk, delivery);
      }
      changed();
    },
    sendOnce: (body, signature) =>
      attemptDelivery(urlOf(desk), { body, signature }, desk.policy.timeoutMs, desk.closing.signal),
    deliver: (options) => deliver(desk, deliveries, options),
    idle,
    setPolicy: (change) => void Object.assign(desk.policy, change),
    restore(saved) {
      for (const delivery of saved) {
        deliveries.push(delivery);
        if (delivery.state === "pending") sendLater(desk, delivery, delivery.nextAttemptAtMs ?? clock.nowMs());
      }
    },
    reset() {
      stop(desk);
      desk.closing = closingSwitch();
      deliveries.length = 0;
      Object.assign(desk.policy, defaultPolicy);
    },
    close() {
      stop(desk);
      return idle();
    },
  };
}

function openDesk(surroundings: Pick<Desk, "clock" | "agenda" | "target" | "changed">): Desk {
  return {
    ...surroundings,
    policy: { ...defaultPolicy },
    queue: [],
    shuffled: [],
    shuffleTimer: null,
    inFlight: 0,
    waiters: [],
    closing: closingSwitch(),
  };
}

type Message = Pick<Delivery, "event" | "reference" | "body" | "signature">;

function newDelivery(message: Message, id: number, createdAt: string): Delivery {
  return {
    id,
    ...message,
    state: "pending",
    createdAt,
    firstAttemptAtMs: null,
    nextAttemptAtMs: null,
    attempts: [],
  };
}

async function deliver(desk: Desk, deliveries: readonly Delivery[], options: DeliverOptions) {
  const send = async (delivery: Delivery): Promise<DeliveryOutcome> => {
    const statuses: (number | null)[] = [];
    for (let copy = 0; copy <= (options.duplicate ?? 0); copy += 1) statuses.push(await attempt(desk, delivery));
    return {
      id: delivery.id,
      event: delivery.event,
      reference: delivery.reference,
      statuses,
    };
  };
  const chosen = choose(deliveries, options);
  if (options.concurrent) return Promise.all(chosen.map(send));
  const outcomes: DeliveryOutcome[] = [];
  for (const delivery of chosen) outcomes.push(await send(delivery));
  return outcomes;
}

/** A delivery waits when it is held or when its next attempt lies ahead. */
function isWaiting(delivery: Delivery): boolean {
  return delivery.state === "held" || (delivery.state === "pending" && delivery.nextAttemptAtMs !== null);
}

function choose(deliveries: readonly Delivery[], options: DeliverOptions): Delivery[] {
  const { references, ids, events } = options;
  const chosen = deliveries.filter(
    (delivery) =>
      (options.redeliver || isWaiting(delivery)) &&
      (!references || references.includes(delivery.reference)) &&
      (!ids || ids.includes(delivery.id)) &&
      (!events || events.includes(delivery.event)),
  );
  if (references) chosen.sort((a, b) => references.indexOf(a.reference) - references.indexOf(b.reference));
  if (ids) chosen.sort((a, b) => ids.indexOf(a.id) - ids.indexOf(b.id));
  return options.order === "lifo" ? chosen.reverse() : chosen;
}
