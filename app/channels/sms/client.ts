/** What a call to the provider ended in: `body` is what it said, null when no whole answer came. */
export interface Answer {
  body: unknown;
  /** Why there is no body; null when there is one. */
  fault: string | null;
  httpStatus: number | null;
  tookMs: number;
}

export interface ClientOptions {
  baseUrl: string;
  /** A token of the provider's: `id:secret`. */
  apiKey: string;
  /** What one call may take, its answer's body included, in milliseconds. */
  timeoutMs: number;
  /** Milliseconds, for measuring only. */
  now(): number;
}

/** One POST. Never throws: a timeout, a lost connection and a body that is not JSON are answers without a body. */
export async function post(options: ClientOptions, path: string, body: unknown): Promise<Answer> {
  const startedAt = options.now();
  let httpStatus: number | null = null;
  try {
    const response = await fetch(options.baseUrl + path, {
      method: "POST",
      headers: {
        authorization: `Basic ${btoa(options.apiKey)}`,
        accept: "application/json",
        "content-type": "application/json",
        "user-agent": "asante/1",
      },
      body: JSON.stringify(body),
      redirect: "manual",
      signal: AbortSignal.timeout(options.timeoutMs),
    });
    httpStatus = response.status;
    return { body: await response.json(), fault: null, httpStatus, tookMs: options.now() - startedAt };
  } catch (error) {
    const fault = error instanceof Error ? error.name : "error";
    return { body: null, fault, httpStatus, tookMs: options.now() - startedAt };
  }
}
