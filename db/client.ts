import { neon, neonConfig } from "@neondatabase/serverless";
import { drizzle, type NeonHttpDatabase } from "drizzle-orm/neon-http";

export type Database = NeonHttpDatabase;

export interface ConnectOptions {
  /** The bridge of a local stack; absent in production, where Neon's own endpoint follows from the host name. */
  fetchEndpoint?: string | undefined;
  /** What one statement may take, in milliseconds: Neon's client has no limit of its own. */
  timeoutMs: number;
}

/** A stateless connection over HTTP: one statement, or one batch in one transaction, is one round trip. */
export function connect(url: string, { fetchEndpoint, timeoutMs }: ConnectOptions): Database {
  if (fetchEndpoint) neonConfig.fetchEndpoint = fetchEndpoint;
  const fetchOptions = {
    // Read afresh for each statement, since a signal's clock starts when it is made.
    get signal() {
      return AbortSignal.timeout(timeoutMs);
    },
  };
  return drizzle(neon(url, { fetchOptions, disableWarningInBrowsers: true }));
}
