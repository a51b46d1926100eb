import { failure, invalidParams, nextSteps, notFound, Refusal, success } from "../envelopes.ts";
import { asRecord, listField, textField } from "../fields.ts";
import { pageOf, withinDates } from "../paging.ts";
import type { Transfer } from "../records.ts";
import type { Call, Route } from "../router.ts";
import {
  approveTransfer,
  createTransfer,
  duplicateReference,
  overrideTransfer,
  readOrder,
  requireFunds,
  requireTransfersAllowed,
  rightOtp,
} from "../transferring.ts";
import { bulkTransfer, createdTransfer, readTransfer } from "../views/transfer.ts";

const mostPerBatch = 100;

function createOne({ sim, fields }: Call) {
  requireTransfersAllowed(sim, fields);
  const order = readOrder(sim, fields, textField(fields, "currency"));
  if (sim.store.transfers.has(order.reference)) throw duplicateReference();
  requireFunds(sim, [order]);
  const transfer = createTransfer(sim, order);
  const message = transfer.status === "otp" ? "Transfer requires OTP to continue" : "Transfer has been queued";
  return success(message, createdTransfer(sim, transfer));
}

/** A batch goes through whole or not at all. */
function createBatch({ sim, fields }: Call) {
  const { store, settings, clock } = sim;
  requireTransfersAllowed(sim, fields);
  const items = listField(fields, "transfers") ?? [];
  if (items.length === 0) throw invalidParams("Transfers is required");
  if (items.length > mostPerBatch) throw invalidParams(`You can only send ${mostPerBatch} transfers per batch`);
  const now = clock.nowMs();
  if (store.lastBulkAtMs !== null && now - store.lastBulkAtMs < settings.bulkIntervalMs) {
    throw failure(429, "Too many requests", "unknown", nextSteps.tryLater, "api_error");
  }
  const currency = textField(fields, "currency");
  const orders = items.map((item) => readOrder(sim, asRecord(item) ?? {}, currency));
  refuseDuplicates(
    store.transfers,
    orders.map((order) => order.reference),
  );
  requireFunds(sim, orders);
  store.lastBulkAtMs = now;
  const transfers = orders.map((order) => createTransfer(sim, order, true));
  return success(`${transfers.length} transfers queued.`, transfers.map(bulkTransfer));
}

function refuseDuplicates(known: ReadonlyMap<string, unknown>, references: readonly string[]): void {
  const seen = new Set<string>();
  const doubled = new Set<string>();
  for (const reference of references) {
    if (known.has(reference) || seen.has(reference)) doubled.add(reference);
    seen.add(reference);
  }
  if (doubled.size === 0) return;
  const message = `Duplicate reference(s) found: ${[...doubled].join(",")}`;
  throw failure(404, message, "unknown", nextSteps.tryLater, "api_error");
}

function verify({ sim, id, isLagging }: Call) {
  const known = sim.store.transfers.get(id);
  const transfer = known && isLagging ? beforeItsLastMove(known) : known;
  if (!transfer) throw notFound("Transfer not found");
  return success("Transfer retrieved", readTransfer(sim, transfer));
}

/** Only what was not final yet is still shown; null: it was not there. */
function beforeItsLastMove(transfer: Transfer): Transfer | null {
  const status = transfer.history.at(-2)?.status;
  if (status === undefined) return null;
  const wasOpen = status === "pending" || status === "otp" || status === "received";
  return wasOpen ? { ...transfer, status, transferredAt: null, gatewayResponse: null } : transfer;
}

function fetchOne({ sim, id }: Call) {
  const { transfersByCode, transfersById } = sim.store;
  const transfer = transfersByCode.get(id) ?? transfersById.get(Number(id));
  if (!transfer) throw notFound("Transfer not found");
  return success("Transfer retrieved", readTransfer(sim, transfer));
}

function list({ sim, query }: Call) {
  const inDates = withinDates(query);
  const status = query.get("status");
  const recipient = sim.store.recipientsById.get(Number(query.get("recipient")))?.code ?? query.get("recipient");
  const rows = [...sim.store.transfers.values()]
    .filter((row) => inDates(row.createdAt) && (!status || row.status === status))
    .filter((row) => !recipient || row.recipientCode === recipient)
    .reverse();
  const page = pageOf(rows, { query });
  const data = page.rows.map((row) => readTransfer(sim, row));
  return success("Transfers retrieved", data, page.meta);
}

function requireOtpTransfer({ sim, fields }: Call): Transfer {
  const transfer = sim.store.transfersByCode.get(textField(fields, "transfer_code") ?? "");
  if (transfer?.status === "otp") return transfer;
  throw invalidParams("Transfer code is invalid");
}

function finalize(call: Call) {
  const transfer = requireOtpTransfer(call);
  if (textField(call.fields, "otp") !== rightOtp) {
    overrideTransfer(call.sim, transfer, "failed", "OTP is invalid");
    const message = "OTP is invalid";
    throw new Refusal({ status: 400, body: { status: false, message } }, message);
  }
  approveTransfer(call.sim, transfer);
  return success("Transfer has been queued", createdTransfer(call.sim, transfer));
}

function resendOtp(call: Call) {
  requireOtpTransfer(call);
  return success("OTP has been resent");
}

function askToDisableOtp() {
  return success("OTP has been sent to mobile number ending with 4321");
}

function disableOtp({ sim, fields }: Call) {
  if (textField(fields, "otp") !== rightOtp) throw invalidParams("OTP is invalid");
  sim.settings.otpRequired = false;
  return success("OTP requirement for transfers has been disabled");
}

function enableOtp({ sim }: Call) {
  sim.settings.otpRequired = true;
  return success("OTP requirement for transfers has been enabled");
}

export const transferRoutes: readonly Route[] = [
  {
    method: "POST",
    path: "/transfer",
    operation: "transfer.create",
    answer: createOne,
  },
  {
    method: "POST",
    path: "/transfer/bulk",
    operation: "transfer.bulk",
    answer: createBatch,
  },
  {
    method: "GET",
    path: "/transfer/verify/:id",
    operation: "transfer.verify",
    answer: verify,
  },
  {
    method: "GET",
    path: "/transfer/:id",
    operation: "transfer.fetch",
    answer: fetchOne,
  },
  {
    method: "GET",
    path: "/transfer",
    operation: "transfer.list",
    answer: list,
  },
  {
    method: "POST",
    path: "/transfer/finalize_transfer",
    operation: "transfer.finalize",
    answer: finalize,
  },
  {
    method: "POST",
    path: "/transfer/resend_otp",
    operation: "transfer.resend_otp",
    answer: resendOtp,
  },
  {
    method: "POST",
    path: "/transfer/disable_otp",
    operation: "transfer.otp_setting",
    answer: askToDisableOtp,
  },
  {
    method: "POST",
    path: "/transfer/disable_otp_finalize",
    operation: "transfer.otp_setting",
    answer: disableOtp,
  },
  {
    method: "POST",
    path: "/transfer/enable_otp",
    operation: "transfer.otp_setting",
    answer: enableOtp,
  },
];
