import type { Call } from "../router.ts";
import { ok } from "./answers.ts";
import { forgeWebhook } from "./forge.ts";
import { deliverInput, forgeInput, webhookPolicyInput } from "./inputs.ts";
import type { ControlRoute } from "./routes.ts";

function setPolicy({ sim, fields }: Call) {
  const { url, ...change } = webhookPolicyInput.parse(fields);
  if (url !== undefined) sim.webhooks.setUrl(url);
  sim.webhooks.setPolicy(change);
  return ok({ policy: sim.webhooks.policy, url: sim.webhooks.url() });
}

function list({ sim, query }: Call) {
  const reference = query.get("reference");
  const event = query.get("event");
  const deliveries = sim.webhooks.deliveries
    .filter((delivery) => !reference || delivery.reference === reference)
    .filter((delivery) => !event || delivery.event === event);
  return ok({
    policy: sim.webhooks.policy,
    url: sim.webhooks.url(),
    deliveries,
  });
}

async function deliver({ sim, fields }: Call) {
  return ok({ deliveries: await sim.webhooks.deliver(deliverInput.parse(fields)) });
}

async function forge({ sim, fields }: Call) {
  return ok({ attempts: await forgeWebhook(sim, forgeInput.parse(fields)) });
}

/** Answers when nothing is being sent any more. */
async function idle({ sim }: Call) {
  await sim.webhooks.idle();
  return ok({ idle: true });
}

export const webhookControls: readonly ControlRoute[] = [
  { call: /^POST \/simulator\/webhooks$/, answer: setPolicy },
  { call: /^GET \/simulator\/webhooks$/, answer: list },
  { call: /^POST \/simulator\/webhooks\/deliver$/, answer: deliver },
  { call: /^POST \/simulator\/webhooks\/forge$/, answer: forge },
  { call: /^POST \/simulator\/webhooks\/idle$/, answer: idle },
];
