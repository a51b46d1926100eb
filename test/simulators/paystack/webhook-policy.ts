/** How the simulator treats its own webhooks. */
export interface WebhookPolicy {
  /** auto: sent as they happen; hold: kept until asked for; drop: lost, as when Paystack never sends one. */
  mode: "auto" | "hold" | "drop";
  /** How many extra copies of each event are sent. */
  duplicate: number;
  /** Events that happen close together arrive newest first. */
  reorder: boolean;
  /** How late an event is sent, on the simulator's clock. */
  delayMs: number;
  /** How long an attempt may take, in real time. */
  timeoutMs: number;
}

export const defaultPolicy: Readonly<WebhookPolicy> = {
  mode: "auto",
  duplicate: 0,
  reorder: false,
  delayMs: 0,
  timeoutMs: 30_000,
};
