import type { Log } from "#app/domain/context.ts";

/** One line of JSON each, as Workers Logs indexes them. Callers give no personal data and no secrets. */
export function jsonLog(requestId: string): Log {
  const line = (level: string, event: string, fields?: Record<string, unknown>) =>
    JSON.stringify({ level, event, request_id: requestId, ...fields });
  return {
    info: (event, fields) => console.log(line("info", event, fields)),
    error: (event, fields) => console.error(line("error", event, fields)),
  };
}
