/**
 * What a call to Paystack ended in. `unknown`: no conclusive answer came, so the call may or may not have taken effect.
 * A list has an array for `data`, and says in `meta` where it goes on.
 */
export type Answer =
  | { kind: "ok"; data: Record<string, unknown>; meta: Record<string, unknown>; httpStatus: number; tookMs: number }
  | { kind: "refused"; code: string; message: string; httpStatus: number; tookMs: number }
  | { kind: "unknown"; reason: string; httpStatus: number | null; tookMs: number };

export interface ClientOptions {
  baseUrl: string;
  secretKey: string;
  /** What one call may take, its body included, in milliseconds. */
  timeoutMs: number;
  /** Milliseconds, for measuring only. */
  now(): number;
}

/**
 * One call. Never throws: a timeout, a broken body, a 429 and a 5xx are all `unknown` (paystack.md §1: the outcome of a
 * write is unknown after a 5xx). Only a well-formed 4xx is conclusive.
 */
export async function call(
  options: ClientOptions,
  method: "GET" | "POST" | "PUT",
  path: string,
  body?: Record<string, unknown>,
): Promise<Answer> {
  const startedAt = options.now();
  let httpStatus: number | null = null;
  try {
    const response = await fetch(options.baseUrl + path, {
      method,
      headers: {
        authorization: `Bearer ${options.secretKey}`,
        accept: "application/json",
        ...(body ? { "content-type": "application/json" } : {}),
      },
      ...(body ? { body: JSON.stringify(body) } : {}),
      signal: AbortSignal.timeout(options.timeoutMs),
    });
    httpStatus = response.status;
    const envelope = (await response.json()) as Record<string, unknown>;
    return readEnvelope(envelope, httpStatus, options.now() - startedAt);
  } catch (error) {
    const reason = error instanceof Error ? error.name : "error";
    return { kind: "unknown", reason, httpStatus, tookMs: options.now() - startedAt };
  }
}

function readEnvelope(envelope: Record<string, unknown>, httpStatus: number, tookMs: number): Answer {
  const { data, meta } = envelope;
  if (httpStatus >= 200 && httpStatus < 300 && envelope["status"] === true && typeof data === "object" && data) {
    const asObject = (value: unknown) => (typeof value === "object" && value ? value : {}) as Record<string, unknown>;
    return { kind: "ok", data: asObject(data), meta: asObject(meta), httpStatus, tookMs };
  }
  if (httpStatus >= 400 && httpStatus < 500 && httpStatus !== 408 && httpStatus !== 429) {
    return {
      kind: "refused",
      code: String(envelope["code"] ?? ""),
      message: String(envelope["message"] ?? ""),
      httpStatus,
      tookMs,
    };
  }
  return { kind: "unknown", reason: `http_${httpStatus}`, httpStatus, tookMs };
}
