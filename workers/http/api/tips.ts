import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import type { Context } from "hono";
import type { Currency } from "#app/core/currency.ts";
import { AppError, type FieldError } from "#app/core/errors.ts";
import type { Money } from "#app/core/money.ts";
import { findTip, type StartTipOutcome, type StoredAnswer, startTip, type TipView } from "#app/domain/tips/index.ts";
import { startTipJson } from "#app/domain/tips/input.ts";
import { writePatronCookie } from "#app/patron-cookies.ts";
import { readBody } from "#app/request-body.ts";
import type { Doors } from "../doors.ts";
import { problemSchema, startedTipSchema, tipSchema } from "./schemas.ts";

const BODY_LIMIT_BYTES = 16 * 1024;

const problem = (description: string) => ({
  description,
  content: { "application/problem+json": { schema: problemSchema } },
});

export const startTipRoute = createRoute({
  method: "post",
  path: "/tips",
  tags: ["Tips"],
  summary: "Start a tip",
  description:
    "Records the tip and opens a checkout. One Idempotency-Key is one tip for ever: the same key with the same body gets the same answer. The first answer sets a cookie: only a browser that holds it may take the payment back from its receipt.",
  request: {
    headers: z.object({
      "idempotency-key": z.string().min(1).max(255).openapi({
        description: "Chosen by you, one for each tip; a UUID does well.",
      }),
    }),
    body: {
      required: true,
      content: { "application/json": { schema: startTipJson } },
    },
  },
  responses: {
    201: {
      description: "Send the patron to checkout_url.",
      content: { "application/json": { schema: startedTipSchema } },
    },
    400: problem("A field, or the Idempotency-Key header, is missing or not valid; errors[] names it."),
    409: problem("The first request with this key is still running, or the guard cannot be tipped now."),
    410: problem("The code was revoked, or is not one of ours."),
    413: problem("The body is too large."),
    415: problem("The body is not JSON."),
    422: problem("This key was used with a different body."),
    429: problem("Too many tips from this address or for this code; see Retry-After."),
    503: problem("The payment service did not answer. Nothing was charged; try again with a new key."),
  },
});

export const getTipRoute = createRoute({
  method: "get",
  path: "/tips/{id}",
  tags: ["Tips"],
  summary: "What became of a tip",
  request: { params: z.object({ id: z.string().max(50) }) },
  responses: {
    200: {
      description: "The tip.",
      content: { "application/json": { schema: tipSchema } },
    },
    404: problem("There is no such tip."),
  },
});

/** Registers the two routes for the OpenAPI document and for requests. */
export function tipRoutes(api: OpenAPIHono<Doors>): void {
  api.openAPIRegistry.registerPath(startTipRoute);
  api.openAPIRegistry.registerPath(getTipRoute);
  api.post("/tips", async (c, next) => (isForm(c.req.header("content-type")) ? next() : postTip(c)));
  api.get("/tips", (c) => c.redirect("/"));
  api.get("/tips/:id", async (c) => c.json(toJson(await load(c), c.var.ctx.settings.appUrl), 200, NO_STORE));
}

const NO_STORE = { "cache-control": "no-store" };

/** The patron's page posts a form to the same address; Remix answers it. */
function isForm(contentType: string | undefined): boolean {
  return /^(application\/x-www-form-urlencoded|multipart\/form-data)\b/i.test(contentType ?? "");
}

async function postTip(c: Context<Doors>): Promise<Response> {
  const { ctx } = c.var;
  // Read before anything is refused: a connection with an unread body is closed under the client's next request.
  const bytes = await readBody(c.req.raw, BODY_LIMIT_BYTES);
  if (!/^application\/json\b/i.test(c.req.header("content-type") ?? "")) {
    throw new AppError("UNSUPPORTED_MEDIA_TYPE", "Set content-type to application/json.");
  }
  const key = readIdempotencyKey(c.req.raw.headers);
  const body = readJson(bytes);
  const input = {
    ...body,
    amountMinor: BigInt(body.amount.minor),
    currency: body.amount.currency,
    key,
  };
  const outcome = await startTip(ctx, { ...input, message: body.message ?? null, email: body.email ?? null }, "api");
  const answer = started(answerOf(outcome), ctx.settings.appUrl);
  // Not to a repetition: a caller's keys may be guessable, and who repeats one need not be the patron.
  if (outcome.status === "started") c.header("set-cookie", await writePatronCookie(ctx, outcome.tipId));
  return c.json(answer, 201, NO_STORE);
}

/** The header of the IETF draft (draft-ietf-httpapi-idempotency-key-header): a string, with or without its quotes. */
function readIdempotencyKey(headers: Headers): string {
  const header = headers.get("idempotency-key")?.trim();
  if (!header) throw new AppError("IDEMPOTENCY_KEY_MISSING", "Choose a key for each tip, such as a UUID.");
  const key = header.replace(/^"(.*)"$/, "$1");
  if (!/^[\x21-\x7e]{1,255}$/.test(key)) {
    throw new AppError("IDEMPOTENCY_KEY_INVALID", "Use 1 to 255 visible ASCII characters.");
  }
  return key;
}

function readJson(bytes: Uint8Array) {
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch {
    throw new AppError("BAD_REQUEST", "The body is not valid JSON in UTF-8.");
  }
  const parsed = startTipJson.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new AppError("INVALID_INPUT", "Nothing was charged.", parsed.error.issues.flatMap(toFieldErrors));
}

function toFieldErrors(issue: z.core.$ZodIssue): FieldError[] {
  const field = issue.path.join(".");
  if (issue.code !== "unrecognized_keys") return [{ field: field || "body", message: issue.message }];
  return issue.keys.map((key) => ({
    field: [...issue.path, key].join("."),
    message: "There is no such field.",
  }));
}

function answerOf(outcome: StartTipOutcome): StoredAnswer {
  switch (outcome.status) {
    case "replayed":
      return outcome.answer;
    case "in_progress":
      throw new AppError("REQUEST_IN_PROGRESS", "Ask again in a moment.", [], 1);
    case "key_reused":
      throw new AppError("IDEMPOTENCY_KEY_REUSED", "Choose a new key for a different tip.");
    default:
      return outcome;
  }
}

function started(answer: StoredAnswer, appUrl: string) {
  if (answer.status === "rail_unavailable") {
    throw new AppError(
      "RAIL_UNAVAILABLE",
      "The payment service did not answer. Nothing was charged. Try again with a new key.",
    );
  }
  const currency = answer.currency as Currency;
  return {
    id: answer.tipId,
    status: "pending",
    amount: { minor: answer.amountMinor, currency },
    charge: { minor: answer.chargeMinor, currency },
    checkout_url: answer.checkoutUrl,
    status_url: `${appUrl}/tips/${answer.tipId}`,
    created_at: answer.createdAt,
  } satisfies z.infer<typeof startedTipSchema>;
}

async function load(c: Context<Doors>): Promise<TipView> {
  const tip = await findTip(c.var.ctx, (c.req.param("id") ?? "").slice(0, 64));
  if (!tip) throw new AppError("NOT_FOUND", "There is no such tip.");
  return tip;
}

function toJson(tip: TipView, appUrl: string): z.infer<typeof tipSchema> {
  const money = ({ minor, currency }: Money) => ({
    minor: String(minor),
    currency,
  });
  return {
    id: tip.id,
    status: tip.status,
    amount: money(tip.amount),
    charge: tip.charge && money(tip.charge),
    created_at: tip.createdAt.toISOString(),
    paid_at: tip.paidAt?.toISOString() ?? null,
    credited_at: tip.creditedAt?.toISOString() ?? null,
    receipt_url: tip.receiptToken && `${appUrl}/receipt/${tip.receiptToken}`,
  };
}
