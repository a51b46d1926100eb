import { type NeonQueryFunction, neon, neonConfig } from "@neondatabase/serverless";
import { drizzle, type NeonHttpDatabase } from "drizzle-orm/neon-http";

export type Database = NeonHttpDatabase;

export interface ConnectOptions {
  /** The bridge of a local stack; absent in production, where Neon's own endpoint follows from the host name. */
  fetchEndpoint?: string | undefined;
  /** What one statement may take, in milliseconds: Neon's client has no limit of its own. */
  timeoutMs: number;
  /** Names the organisation to row-level security, in the transaction of each statement and batch. */
  organisationId?: string;
}

/** A stateless connection over HTTP: one statement, or one batch in one transaction, is one round trip. */
export function connect(url: string, { fetchEndpoint, timeoutMs, organisationId }: ConnectOptions): Database {
  if (fetchEndpoint) neonConfig.fetchEndpoint = fetchEndpoint;
  const fetchOptions = {
    // Read afresh for each statement, since a signal's clock starts when it is made.
    get signal() {
      return AbortSignal.timeout(timeoutMs);
    },
  };
  const client = neon(url, { fetchOptions, disableWarningInBrowsers: true });
  return drizzle(organisationId === undefined ? client : onBehalfOf(organisationId, client));
}

type Client = NeonQueryFunction<false, false>;

/** A client whose every round trip begins by naming the organisation, for its own transaction only. */
function onBehalfOf(organisationId: string, client: Client): Client {
  const naming = () => client.query("select set_config('app.organisation', $1, true)", [organisationId]);
  const transaction = async (queries: unknown[], options: object) =>
    (await client.transaction([naming(), ...(queries as ReturnType<typeof naming>[])], options)).slice(1);
  const query = (text: string, params: unknown[], options: object) => {
    const statement = client.query(text, params, options);
    // Neon's statements run when they are awaited; inside a batch they are not, and the batch does the naming.
    const run = () => transaction([statement], options).then(([result]) => result);
    // biome-ignore lint/suspicious/noThenProperty: a statement of Neon's is such an object already; see above.
    return Object.defineProperty(statement, "then", {
      value: (...then: Parameters<Promise<unknown>["then"]>) => run().then(...then),
    });
  };
  return Object.assign((() => undefined) as unknown as Client, { query, transaction }) as Client;
}
