import type { IncomingMessage, ServerResponse } from "node:http";
import { setTimeout } from "node:timers/promises";
import { ZodError } from "zod";
import { type CheckoutAnswer, pressCheckout, showCheckout } from "./checkout.ts";
import { type ControlRoute, controlRoutes } from "./control/routes.ts";
import { type Answer, invalidKey, invalidParams, Refusal, unknownPath } from "./envelopes.ts";
import { asRecord, type Fields, listField, parseFields, textField } from "./fields.ts";
import { misbehave } from "./misbehave.ts";
import { type Call, createRouter, type Route } from "./router.ts";
import { apiRoutes } from "./routes/index.ts";
import type { Simulator } from "./simulator.ts";
import { recordAsked } from "./store.ts";

const largestBody = 2_000_000;
const jsonHeaders = {
  "content-type": "application/json; charset=utf-8",
  server: "cloudflare",
  "access-control-allow-origin": "*",
} as const;

const findApiRoute = createRouter(apiRoutes);

/** The listener: the API, the hosted checkout and the control API behind one port. */
export function createListener(sim: Simulator) {
  const keys = new Set(sim.secretKeys.map((key) => `Bearer ${key}`));
  return (request: IncomingMessage, response: ServerResponse): void => {
    serve(sim, keys, request, response).catch((error: unknown) => {
      const message = error instanceof Error ? error.message : String(error);
      if (response.headersSent) response.destroy();
      else sendJson(response, { status: 500, body: { status: false, message } });
    });
  };
}

async function serve(sim: Simulator, keys: Set<string>, request: IncomingMessage, response: ServerResponse) {
  const url = request.url ?? "/";
  const mark = url.indexOf("?");
  const path = mark === -1 ? url : url.slice(0, mark);
  const query = new URLSearchParams(mark === -1 ? "" : url.slice(mark + 1));
  const raw = request.method === "GET" || request.method === "HEAD" ? "" : await readBody(request);
  if (path.startsWith("/checkout/")) return serveCheckout(sim, request, response, path, raw);
  if (path.startsWith("/simulator/")) return serveControl(sim, response, `${request.method} ${path}`, query, raw);
  const found = findApiRoute(request.method ?? "GET", path);
  if (!found) return sendJson(response, unknownPath);
  if (!found.route.open && !keys.has(request.headers.authorization ?? "")) return sendJson(response, invalidKey);
  await serveApi(sim, response, { ...found, query, raw });
}

interface ApiRequest {
  route: Route;
  id: string;
  query: URLSearchParams;
  raw: string;
}

async function serveApi(sim: Simulator, response: ServerResponse, { route, id, query, raw }: ApiRequest) {
  const fields = parseFields(raw);
  const reference = id || (fields ? (textField(fields, "reference") ?? null) : null);
  if (route.operation === "transfer.create" || route.operation === "transfer.bulk") noteAsked(sim, fields ?? {});
  const fault = sim.faults.take(route.operation, reference);
  const isLagging = fault?.kind === "lagging";
  const work = (): Answer => answerOf(route, fields && { sim, id, query, fields, isLagging });
  if (fault) {
    const send = (answer: Answer, how?: { truncated: boolean }): void => sendJson(response, answer, how?.truncated);
    return misbehave({
      response,
      fault,
      work,
      send,
      holdWork: sim.faults.holdWork,
    });
  }
  const answer = work();
  if (sim.settings.latencyMs > 0) await setTimeout(sim.settings.latencyMs);
  sendJson(response, answer);
}

function noteAsked({ store }: Simulator, fields: Fields): void {
  for (const item of [fields, ...(listField(fields, "transfers") ?? [])]) {
    const reference = textField(asRecord(item) ?? {}, "reference");
    if (reference) recordAsked(store, reference);
  }
}

function answerOf(route: Route, call: Call | null): Answer {
  try {
    if (!call) throw invalidParams("Invalid JSON sent");
    return route.answer(call);
  } catch (error) {
    if (error instanceof Refusal) return error.answer;
    throw error;
  }
}

function readBody(request: IncomingMessage): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = "";
    request.setEncoding("utf8");
    request.on("data", (chunk: string) => {
      text += chunk;
      if (text.length > largestBody) reject(new Error("the request body is too large"));
    });
    request.on("end", () => resolve(text));
    request.on("error", reject);
  });
}

function sendJson(response: ServerResponse, answer: Answer, truncated = false): void {
  const full = answer.body === undefined ? "" : JSON.stringify(answer.body);
  const text = truncated ? full.slice(0, Math.ceil(full.length / 2)) : full;
  const headers = answer.body === undefined ? { server: "cloudflare" } : jsonHeaders;
  response.writeHead(answer.status, {
    ...headers,
    "content-length": Buffer.byteLength(text),
  });
  response.end(text);
}

function serveCheckout(
  sim: Simulator,
  request: IncomingMessage,
  response: ServerResponse,
  path: string,
  raw: string,
): void {
  const accessCode = path.slice("/checkout/".length);
  const payer = {
    ipAddress: request.socket.remoteAddress ?? "127.0.0.1",
    referrer: request.headers.referer ?? null,
  };
  const answer: CheckoutAnswer =
    request.method === "POST"
      ? pressCheckout(sim, accessCode, new URLSearchParams(raw), payer)
      : showCheckout(sim, accessCode);
  if ("location" in answer) {
    response.writeHead(answer.status, {
      location: answer.location,
      "content-length": 0,
      "cache-control": "no-store",
    });
    response.end();
    return;
  }
  response.writeHead(answer.status, {
    "content-type": "text/html; charset=utf-8",
    "cache-control": "no-store",
  });
  response.end(answer.html);
}

async function serveControl(
  sim: Simulator,
  response: ServerResponse,
  call: string,
  query: URLSearchParams,
  raw: string,
) {
  const [route, id] = findControlRoute(call);
  const fields = parseFields(raw);
  if (!route || !fields) {
    const message = route ? "the body is not JSON" : `no control route for ${call}`;
    return sendJson(response, {
      status: route ? 400 : 404,
      body: { error: message },
    });
  }
  try {
    sendJson(response, await route.answer({ sim, id, query, fields }));
  } catch (error) {
    if (!(error instanceof ZodError)) throw error;
    sendJson(response, { status: 400, body: { error: error.message } });
  }
}

function findControlRoute(call: string): [ControlRoute | null, string] {
  for (const route of controlRoutes) {
    const match = route.call.exec(call);
    if (match) return [route, decodeURIComponent(match[1] ?? "")];
  }
  return [null, ""];
}
