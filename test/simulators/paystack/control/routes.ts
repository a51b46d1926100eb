import type { Answer } from "../envelopes.ts";
import type { Call } from "../router.ts";
import { bankControls } from "./bank.ts";
import { faultControls } from "./faults.ts";
import { paymentControls } from "./payments.ts";
import { payoutControls } from "./payouts.ts";
import { stateControls } from "./state.ts";
import { webhookControls } from "./webhooks.ts";

/** A call of the control API: matched against "METHOD /path", the first group being its variable part. */
export interface ControlRoute {
  call: RegExp;
  answer: (call: Call) => Answer | Promise<Answer>;
}

export const controlRoutes: readonly ControlRoute[] = [
  ...paymentControls,
  ...payoutControls,
  ...webhookControls,
  ...faultControls,
  ...bankControls,
  ...stateControls,
];
