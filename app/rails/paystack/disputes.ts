import type {
  CallTrace,
  Dispute,
  DisputeAnswer,
  DisputeAnswerOutcome,
  DisputeList,
  DisputeLookup,
} from "../../domain/ports.ts";
import { type Answer, type ClientOptions, call } from "./client.ts";
import { readNextPage } from "./translate.ts";
import { readDispute } from "./translate-refunds.ts";

const ROWS_PER_PAGE = 100;
const PAGES_AT_MOST = 10;

/** GET /dispute/:id (paystack.md §5). One that is not there is no answer: disputes do not go away. */
export async function findDispute(options: ClientOptions, railDisputeId: string): Promise<DisputeLookup> {
  const answer = await call(options, "GET", `/dispute/${encodeURIComponent(railDisputeId)}`);
  const trace = traceOf(answer);
  if (answer.kind !== "ok") return { status: "unknown", reason: reasonOf(answer), ...trace };
  const dispute = readDispute(answer.data);
  if (dispute?.railDisputeId !== railDisputeId) return { status: "unknown", reason: "unreadable_dispute", ...trace };
  return { status: "found", dispute, ...trace };
}

/** GET /dispute of those that wait for us, all of them or none; one that cannot be read is left to its own event. */
export async function listOpenDisputes(options: ClientOptions): Promise<DisputeList> {
  const disputes: Dispute[] = [];
  let next: Record<string, string> | null = {};
  let tookMs = 0;
  for (let page = 0; next && page < PAGES_AT_MOST; page++) {
    const query = new URLSearchParams({
      status: "awaiting-merchant-feedback",
      perPage: String(ROWS_PER_PAGE),
      ...next,
    });
    const answer = await call(options, "GET", `/dispute?${query}`);
    tookMs += answer.tookMs;
    const trace = { httpStatus: answer.httpStatus, tookMs };
    if (answer.kind !== "ok") return { status: "unknown", reason: reasonOf(answer), ...trace };
    if (!Array.isArray(answer.data)) return { status: "unknown", reason: "no_list", ...trace };
    disputes.push(...answer.data.flatMap((row: unknown) => readDispute(row) ?? []));
    next = readNextPage(answer.meta);
    if (!next) return { status: "found", disputes, ...trace };
  }
  return { status: "unknown", reason: "too_many_pages", httpStatus: 200, tookMs };
}

/**
 * Uploads the evidence, if there is any, and resolves the dispute with it (paystack.md §5). Until the last call nothing is
 * decided, and a file that was uploaded before is uploaded once more. POST /dispute/:id/evidence is not used: it asks for
 * the customer's name and phone, which Asante never has. What the rail wants as `refund_amount` of a dispute that is
 * declined is UNCONFIRMED: 0, nothing goes back.
 */
export async function answerDispute(options: ClientOptions, order: DisputeAnswer): Promise<DisputeAnswerOutcome> {
  const path = `/dispute/${encodeURIComponent(order.railDisputeId)}`;
  let uploaded: string | null = null;
  if (order.evidence) {
    const { name, bytes } = order.evidence;
    const answer = await call(options, "GET", `${path}/upload_url?${new URLSearchParams({ upload_filename: name })}`);
    if (answer.kind !== "ok") return { status: "unknown", reason: reasonOf(answer), ...traceOf(answer) };
    const { signedUrl, fileName } = answer.data;
    if (typeof signedUrl !== "string" || typeof fileName !== "string" || !(await upload(options, signedUrl, bytes))) {
      return { status: "unknown", reason: "not_uploaded", ...traceOf(answer) };
    }
    uploaded = fileName;
  }
  const isAccepted = order.answer === "accept";
  const answer = await call(options, "PUT", `${path}/resolve`, {
    resolution: isAccepted ? "merchant-accepted" : "declined",
    message: order.message,
    refund_amount: isAccepted ? Number(order.amountMinor) : 0,
    uploaded_filename: uploaded ?? "none",
  });
  if (answer.kind === "ok") return { status: "taken", ...traceOf(answer) };
  return { status: isAboutTheAnswer(answer) ? "refused" : "unknown", reason: reasonOf(answer), ...traceOf(answer) };
}

/** To an address signed for half an hour, of the rail's own storage. */
async function upload(
  { baseUrl, timeoutMs }: ClientOptions,
  url: string,
  bytes: Uint8Array<ArrayBuffer>,
): Promise<boolean> {
  const isSafe = url.startsWith("https://") || new URL(url).origin === new URL(baseUrl).origin;
  if (!isSafe) return false;
  try {
    const headers = { "content-type": "application/pdf" };
    const response = await fetch(url, { method: "PUT", headers, body: bytes, signal: AbortSignal.timeout(timeoutMs) });
    await response.arrayBuffer();
    return response.ok;
  } catch {
    return false;
  }
}

function isAboutTheAnswer(answer: Answer): boolean {
  return answer.kind === "refused" && [400, 404, 422].includes(answer.httpStatus) && answer.code !== "unknown";
}

function reasonOf(answer: Exclude<Answer, { kind: "ok" }>): string {
  return answer.kind === "refused" ? answer.code || `http_${answer.httpStatus}` : answer.reason;
}

function traceOf({ httpStatus, tookMs }: Answer): CallTrace {
  return { httpStatus, tookMs };
}
