import type { Call } from "../router.ts";
import { ok } from "./answers.ts";
import { faultsInput } from "./inputs.ts";
import type { ControlRoute } from "./routes.ts";

function queue({ sim, fields }: Call) {
  for (const fault of faultsInput.parse(fields).faults) sim.faults.add(fault);
  return ok({ faults: sim.faults.list() });
}

function list({ sim }: Call) {
  return ok({ faults: sim.faults.list() });
}

function clear({ sim }: Call) {
  sim.faults.clear();
  return ok({ faults: [] });
}

function release({ sim }: Call) {
  return ok({ released: sim.faults.release() });
}

export const faultControls: readonly ControlRoute[] = [
  { call: /^POST \/simulator\/faults$/, answer: queue },
  { call: /^GET \/simulator\/faults$/, answer: list },
  { call: /^DELETE \/simulator\/faults$/, answer: clear },
  { call: /^POST \/simulator\/faults\/release$/, answer: release },
];
