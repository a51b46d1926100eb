import type {
  AccountName,
  AccountQuestion,
  CallTrace,
  Destination,
  DestinationList,
  RecipientOutcome,
  RecipientRequest,
} from "../../domain/ports.ts";
import { type Answer, type ClientOptions, call } from "./client.ts";
import { payoutCountry, readAccountName, readDestination, readNextPage, readRecipientCode } from "./translate.ts";

const ROWS_PER_PAGE = 100;
/** Nigeria, the longest list, has two hundred rows. */
const PAGES_AT_MOST = 20;
const NOT_ASKED: CallTrace = { httpStatus: null, tookMs: 0 };

/**
 * GET /bank, page by page (paystack.md §4.1). All of it or nothing: a bank that is missing from half a list would be taken for
 * one that does not exist. The options' time is for all pages together.
 */
export async function listDestinations(options: ClientOptions, country: string): Promise<DestinationList> {
  const place = payoutCountry(country);
  if (!place) return { status: "not_offered", ...NOT_ASKED };
  const destinations: Destination[] = [];
  let next: Record<string, string> | null = {};
  let tookMs = 0;
  for (let page = 0; next && page < PAGES_AT_MOST; page++) {
    const query = new URLSearchParams({
      country: place.slug,
      use_cursor: "true",
      perPage: `${ROWS_PER_PAGE}`,
      ...next,
    });
    const timeoutMs = Math.max(1, Math.ceil(options.timeoutMs - tookMs));
    const answer = await call({ ...options, timeoutMs }, "GET", `/bank?${query}`);
    tookMs += answer.tookMs;
    const trace = { httpStatus: answer.httpStatus, tookMs };
    if (answer.kind !== "ok") return { status: "unknown", reason: reasonOf(answer), ...trace };
    if (!Array.isArray(answer.data)) return { status: "unknown", reason: "no_list", ...trace };
    destinations.push(...answer.data.flatMap((row: unknown) => readDestination(row, place) ?? []));
    next = readNextPage(answer.meta);
    if (!next) return { status: "found", destinations, ...trace };
  }
  return { status: "unknown", reason: "too_many_pages", httpStatus: 200, tookMs };
}

/** GET /bank/resolve (paystack.md §4.2), which takes the account number in its address: no log of ours has addresses. */
export async function findAccountName(options: ClientOptions, question: AccountQuestion): Promise<AccountName> {
  if (!payoutCountry(question.country)?.hasNames) return { status: "not_offered", ...NOT_ASKED };
  const query = new URLSearchParams({ account_number: question.accountNumber, bank_code: question.bankCode });
  const answer = await call(options, "GET", `/bank/resolve?${query}`);
  const trace = { httpStatus: answer.httpStatus, tookMs: answer.tookMs };
  if (answer.httpStatus === 429) return { status: "limited", ...trace };
  if (answer.kind === "ok") {
    const name = readAccountName(answer.data);
    return name ? { status: "found", name, ...trace } : { status: "unknown", reason: "no_name", ...trace };
  }
  return { status: isAboutTheAccount(answer) ? "not_resolved" : "unknown", reason: reasonOf(answer), ...trace };
}

/** POST /transferrecipient (paystack.md §4.4): an account that is known there gives the recipient it has. */
export async function createRecipient(options: ClientOptions, request: RecipientRequest): Promise<RecipientOutcome> {
  const place = payoutCountry(request.country);
  const type = place?.types[request.kind];
  if (!type || place.currency !== request.currency) return { status: "refused", reason: "not_offered", ...NOT_ASKED };
  const answer = await call(options, "POST", "/transferrecipient", {
    type,
    name: request.name,
    account_number: request.accountNumber,
    bank_code: request.bankCode,
    currency: request.currency,
  });
  const trace = { httpStatus: answer.httpStatus, tookMs: answer.tookMs };
  if (answer.kind === "ok") {
    const recipientCode = readRecipientCode(answer.data);
    if (!recipientCode) return { status: "unknown", reason: "no_recipient_code", ...trace };
    return { status: "created", recipientCode, ...trace };
  }
  return { status: isAboutTheAccount(answer) ? "refused" : "unknown", reason: reasonOf(answer), ...trace };
}

/**
 * A wrong key (401, 403) or address (404) is a refusal too, but of us, and the code `unknown` comes with “Try again later”
 * (paystack.md §1): neither says anything of the account.
 */
function isAboutTheAccount(answer: Answer): boolean {
  return answer.kind === "refused" && [400, 422].includes(answer.httpStatus) && answer.code !== "unknown";
}

function reasonOf(answer: Exclude<Answer, { kind: "ok" }>): string {
  return answer.kind === "refused" ? answer.code || `http_${answer.httpStatus}` : answer.reason;
}
