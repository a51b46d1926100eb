import { declineTransaction, payTransaction } from "../charging.ts";
import { disputeTransaction } from "../disputing.ts";
import type { Transaction } from "../records.ts";
import { moveRefund } from "../refunding.ts";
import type { Call } from "../router.ts";
import { readRefund } from "../views/refund.ts";
import { verifiedTransaction } from "../views/transaction.ts";
import { ok, refused } from "./answers.ts";
import { disputeInput, payInput, refundMoveInput } from "./inputs.ts";
import type { ControlRoute } from "./routes.ts";

function withTransaction(act: (call: Call, transaction: Transaction) => ReturnType<typeof ok>) {
  return (call: Call) => {
    const transaction = call.sim.store.transactions.get(call.id);
    return transaction ? act(call, transaction) : refused(404, `no transaction ${call.id}`);
  };
}

const pay = withTransaction(({ sim, fields }, transaction) => {
  const outcome = payTransaction(sim, transaction, payInput.parse(fields));
  return ok({ outcome, transaction: verifiedTransaction(sim, transaction) });
});

const decline = withTransaction(({ sim, fields }, transaction) => {
  const outcome = declineTransaction(sim, transaction, payInput.parse(fields).channel);
  return ok({ outcome, transaction: verifiedTransaction(sim, transaction) });
});

const dispute = withTransaction(({ sim, fields }, transaction) => {
  if (transaction.paidAt === null) return refused(409, "only a paid transaction can be disputed");
  return ok({
    dispute: disputeTransaction(sim, transaction, disputeInput.parse(fields)),
  });
});

function refund({ sim, id, fields }: Call) {
  const known = sim.store.refunds.get(Number(id));
  if (!known) return refused(404, `no refund ${id}`);
  const { status } = refundMoveInput.parse(fields);
  if (!moveRefund(sim, known, status)) return refused(409, `a ${known.status} refund cannot become ${status}`);
  return ok({ refund: readRefund(sim, known) });
}

export const paymentControls: readonly ControlRoute[] = [
  { call: /^POST \/simulator\/transactions\/([^/]+)\/pay$/, answer: pay },
  {
    call: /^POST \/simulator\/transactions\/([^/]+)\/decline$/,
    answer: decline,
  },
  {
    call: /^POST \/simulator\/transactions\/([^/]+)\/dispute$/,
    answer: dispute,
  },
  { call: /^POST \/simulator\/refunds\/([^/]+)$/, answer: refund },
];
