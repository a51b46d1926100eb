import type { Transfer } from "../records.ts";
import type { Call } from "../router.ts";
import { approveTransfer, overrideTransfer, stepTransfer } from "../transferring.ts";
import { readTransfer } from "../views/transfer.ts";
import { ok, refused } from "./answers.ts";
import { transferMoveInput } from "./inputs.ts";
import type { ControlRoute } from "./routes.ts";

/** Without a status: the next step of the planned course. With one: that status, and the course is left. */
function move({ sim, id, fields }: Call) {
  const transfer = sim.store.transfers.get(id) ?? sim.store.transfersByCode.get(id);
  if (!transfer) return refused(404, `no transfer ${id}`);
  const { status, reason } = transferMoveInput.parse(fields);
  if (status === undefined) stepTransfer(sim, transfer);
  else if (isImpossible(transfer, status)) return refused(409, `a ${transfer.status} transfer cannot become ${status}`);
  else overrideTransfer(sim, transfer, status, reason);
  return ok({ transfer: readTransfer(sim, transfer) });
}

/** Money that went back stays back, but for a failure that turns out to be none; a paid transfer can only be reversed. */
function isImpossible(transfer: Transfer, status: Transfer["status"]): boolean {
  if (transfer.status === "failed") return status !== "success";
  return transfer.returned || transfer.status === status || (transfer.status === "success" && status !== "reversed");
}

function approve({ sim, id }: Call) {
  const transfer = sim.store.transfers.get(id) ?? sim.store.transfersByCode.get(id);
  if (!transfer) return refused(404, `no transfer ${id}`);
  if (transfer.status !== "received") return refused(409, `a ${transfer.status} transfer waits for no approval`);
  approveTransfer(sim, transfer);
  return ok({ transfer: readTransfer(sim, transfer) });
}

export const payoutControls: readonly ControlRoute[] = [
  { call: /^POST \/simulator\/transfers\/([^/]+)\/approve$/, answer: approve },
  { call: /^POST \/simulator\/transfers\/([^/]+)$/, answer: move },
];
