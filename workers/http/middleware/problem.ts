import { AppError, describeFault, REFUSALS } from "#app/core/errors.ts";
import type { Ctx } from "#app/domain/context.ts";
import { isDatabaseDown } from "#app/domain/context.ts";

/**
 * Turns what a Hono door threw into application/problem+json (RFC 9457). A refusal says what to change; a fault says
 * nothing but the request's id.
 */
export function problemResponse(error: unknown, ctx: Ctx): Response {
  if (error instanceof AppError) {
    ctx.log.info("refused", { code: error.code, status: error.status });
    return problem(error, ctx);
  }
  ctx.log.error("fault", describeFault(error));
  if (isDatabaseDown(error)) return problem(new AppError("UNAVAILABLE", "Try again in a moment.", [], 5), ctx);
  return json(
    500,
    {
      type: "about:blank",
      title: "Something went wrong on our side",
      status: 500,
      code: "FAULT",
    },
    ctx,
  );
}

function problem(error: AppError, ctx: Ctx): Response {
  const { title, status } = REFUSALS[error.code];
  const body = {
    type: `${ctx.settings.appUrl}/docs#${error.code.toLowerCase()}`,
    title,
    status,
    detail: error.detail,
    code: error.code,
    ...(error.fields.length > 0 ? { errors: error.fields } : {}),
  };
  return json(status, body, ctx, error.retryAfterSeconds);
}

function json(status: number, body: object, ctx: Ctx, retryAfterSeconds?: number): Response {
  return new Response(JSON.stringify({ ...body, request_id: ctx.requestId }), {
    status,
    headers: {
      "content-type": "application/problem+json; charset=utf-8",
      "cache-control": "no-store",
      ...(retryAfterSeconds ? { "retry-after": String(retryAfterSeconds) } : {}),
    },
  });
}
