import { answerDispute, transactionOf } from "../disputing.ts";
import { invalidParams, notFound, success } from "../envelopes.ts";
import { amountField, textField } from "../fields.ts";
import { pageOf, withinDates } from "../paging.ts";
import type { Dispute } from "../records.ts";
import type { Call, Route } from "../router.ts";
import { disputeData } from "../views/dispute.ts";

function requireDispute({ sim, id }: Call): Dispute {
  const dispute = sim.store.disputes.get(Number(id));
  if (!dispute) throw notFound("Dispute not found");
  return dispute;
}

function show(call: Call, dispute: Dispute) {
  const transaction = transactionOf(call.sim, dispute);
  if (!transaction) throw notFound("Transaction not found");
  return disputeData(call.sim, dispute, transaction);
}

function list(call: Call) {
  const { sim, query } = call;
  const inDates = withinDates(query);
  const status = query.get("status");
  const named = query.get("transaction");
  const reference = sim.store.transactionsById.get(Number(named))?.reference ?? named;
  const rows = [...sim.store.disputes.values()]
    .filter((row) => inDates(row.createdAt) && (!status || row.status === status))
    .filter((row) => !reference || row.reference === reference)
    .reverse();
  const page = pageOf(rows, { query });
  return success(
    "Disputes retrieved",
    page.rows.map((row) => show(call, row)),
    page.meta,
  );
}

/** Where a file may be put for half an hour; here it is the simulator itself. */
function uploadUrl(call: Call) {
  const dispute = requireDispute(call);
  const name = call.query.get("upload_filename");
  if (!name) throw invalidParams("upload_filename is required");
  const fileName = `${dispute.id}-${name}`;
  const signedUrl = `${call.sim.checkoutBaseUrl()}/evidence-upload/${encodeURIComponent(fileName)}`;
  return success("Upload url generated", { signedUrl, fileName });
}

function upload({ sim, id }: Call) {
  const dispute = sim.store.disputes.get(Number(id.split("-")[0]));
  if (!dispute) throw notFound("The link has expired");
  dispute.uploads.push(id);
  sim.changed();
  return success("Uploaded", {});
}

function evidence(call: Call) {
  const dispute = requireDispute(call);
  for (const field of ["customer_email", "customer_name", "customer_phone", "service_details"]) {
    if (!textField(call.fields, field)) throw invalidParams(`${field} is required`);
  }
  return success("Evidence created", { ...call.fields, dispute: dispute.id });
}

function resolve(call: Call) {
  const dispute = requireDispute(call);
  const { sim, fields } = call;
  answerDispute(sim, dispute, {
    resolution: textField(fields, "resolution") ?? "",
    message: textField(fields, "message") ?? "",
    refundAmount: amountField(fields, "refund_amount") ?? 0,
    uploaded: textField(fields, "uploaded_filename"),
  });
  return success("Dispute successfully resolved", show(call, dispute));
}

export const disputeRoutes: readonly Route[] = [
  { method: "GET", path: "/dispute", operation: "dispute.list", answer: list },
  {
    method: "GET",
    path: "/dispute/:id",
    operation: "dispute.fetch",
    answer: (call) => success("Dispute retrieved", show(call, requireDispute(call))),
  },
  { method: "GET", path: "/dispute/:id/upload_url", operation: "dispute.upload_url", answer: uploadUrl },
  { method: "POST", path: "/dispute/:id/evidence", operation: "dispute.evidence", answer: evidence },
  { method: "PUT", path: "/dispute/:id/resolve", operation: "dispute.resolve", answer: resolve },
  { method: "PUT", path: "/evidence-upload/:id", operation: "dispute.upload", open: true, answer: upload },
];
