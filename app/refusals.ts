import { data } from "@remix-run/cloudflare";
import { AppError } from "#app/core/errors.ts";
import { isDatabaseDown } from "#app/domain/context.ts";
import { pageHeaders } from "./page-security.ts";

/**
 * The one mapper of trouble for pages: a refusal that a page has no words of its own for becomes the error page of its
 * status, and so does a database that cannot be asked. Anything else is a fault and goes on as it is.
 */
export async function refused(thrown: unknown): Promise<unknown> {
  const error = isDatabaseDown(thrown) ? new AppError("UNAVAILABLE", "The database cannot be asked.", [], 10) : thrown;
  if (!(error instanceof AppError)) return error;
  const headers = await pageHeaders({ retryAfterSeconds: error.retryAfterSeconds });
  return data(null, { status: error.status, headers });
}
