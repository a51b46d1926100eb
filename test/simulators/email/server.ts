import type { IncomingMessage, ServerResponse } from "node:http";
import { ZodError } from "zod";
import type { Texts } from "#test/simulators/sms/index.ts";
import { type Faults, faultInput } from "./faults.ts";
import { misbehave } from "./misbehave.ts";
import { showInbox } from "./pages.ts";
import { failure, json, type Reply, write } from "./reply.ts";
import { takeEmail } from "./sending.ts";
import type { Store } from "./store.ts";

export interface Simulator {
  store: Store;
  texts: Texts;
  faults: Faults;
  apiKey: string;
}

const largestBody = 50_000_000;

/** The provider's API, the inbox for people, and the control API behind one port. */
export function createListener(sim: Simulator) {
  return (request: IncomingMessage, response: ServerResponse): void => {
    serve(sim, request, response).catch((error: unknown) => {
      const status = error instanceof ZodError || error instanceof SyntaxError ? 400 : 500;
      if (response.headersSent) response.destroy();
      else write(response, failure(status, "application_error", String(error)));
    });
  };
}

async function serve(sim: Simulator, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(request.url ?? "/", "http://simulator");
  const call = `${request.method} ${url.pathname}`;
  const raw = await readBody(request);
  if (call === "POST /emails") serveEmails(sim, request, response, raw);
  else if (call === "POST /messages") serveTexts(sim, request, response, url, raw);
  else if (url.pathname.startsWith("/simulator/")) write(response, control(sim, call, url.searchParams, raw));
  else if (request.method === "GET") write(response, showInbox(sim.store, url));
  else write(response, failure(405, "method_not_allowed", "Method is not allowed for the requested path."));
}

function serveEmails(sim: Simulator, request: IncomingMessage, response: ServerResponse, raw: string): void {
  const refusal = refuseKey(request.headers.authorization, sim.apiKey);
  const fault = refusal ? null : sim.faults.take();
  const key = request.headers["idempotency-key"]?.toString() ?? null;
  const take = () => refusal ?? takeEmail(sim.store, parse(raw), key);
  if (fault) misbehave(response, fault, take);
  else write(response, take());
}

/** The provider of SMS, in the same place: one inbox shows all that people are told. */
function serveTexts(
  { texts, faults }: Simulator,
  request: IncomingMessage,
  response: ServerResponse,
  url: URL,
  raw: string,
): void {
  const { authorization } = request.headers;
  const deduplicationId = url.searchParams.get("deduplication-id");
  const take = () => texts.take({ authorization, deduplicationId, fields: parse(raw) });
  const fault = faults.take();
  if (fault) misbehave(response, fault, take);
  else write(response, take());
}

function refuseKey(authorization: string | undefined, apiKey: string): Reply | null {
  if (!authorization) return failure(401, "missing_api_key", "Missing API key");
  return authorization === `Bearer ${apiKey}` ? null : failure(403, "invalid_api_key", "API key is invalid");
}

function control({ store, texts, faults }: Simulator, call: string, query: URLSearchParams, raw: string): Reply {
  switch (call) {
    case "GET /simulator/emails":
      return json(200, { emails: store.list(query.get("to") ?? undefined) });
    case "POST /simulator/faults":
      faults.add(faultInput.parse(parse(raw)));
      return json(200, {});
    case "POST /simulator/reset":
      store.clear();
      texts.clear();
      faults.clear();
      return json(200, {});
    default:
      return failure(404, "not_found", `no control route for ${call}`);
  }
}

function parse(raw: string): unknown {
  return raw === "" ? {} : JSON.parse(raw);
}

async function readBody(request: IncomingMessage): Promise<string> {
  let text = "";
  request.setEncoding("utf8");
  for await (const chunk of request) {
    text += chunk;
    if (text.length > largestBody) throw new Error("the request body is too large");
  }
  return text;
}
