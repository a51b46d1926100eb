import { randomInt } from "node:crypto";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { staffOrigin } from "#app/domain/identity/index.ts";
import { type Bridge, startBridge } from "#db/local/bridge.ts";
import { freePort } from "#db/local/ports.ts";
import { startPostgres } from "#db/local/postgres.ts";
import { type EmailSimulator, startEmailSimulator } from "#test/simulators/email/index.ts";
import {
  type PaystackSimulator,
  type PaystackSimulatorOptions,
  startPaystackSimulator,
} from "#test/simulators/paystack/index.ts";
import { smsApiKey } from "#test/simulators/sms/index.ts";
import { type ApplicationDatabase, prepareDatabase } from "./application-database.ts";
import { buildOnce } from "./build.ts";
import { type Closing, createClosing } from "./closing.ts";
import { startCrons } from "./crons.ts";
import { authSecret, type Demo, dataKey, qrSigningKey, seed } from "./demo.ts";
import { makeTemporaryFolder } from "./temporary-folder.ts";
import { type RunningWorker, startWorker, type WorkerLog } from "./worker.ts";
import { workerCrons } from "./worker-options.ts";

export type StackOptions = {
  /** Where everything is kept; without it nothing outlives the stack. */
  dataDir?: string;
  /** Wished ports; a free one is taken for each that is absent or taken. */
  ports?: {
    app?: number;
    database?: number;
    bridge?: number;
    paystack?: number;
    email?: number;
  };
  /** false trades crash safety of the database for speed. Only what is kept needs to be durable. */
  durable?: boolean;
  /** false takes the bundle as it is on disk. */
  build?: boolean;
  /** false leaves the database empty but for the schema. */
  seed?: boolean;
  /** true fires the cron triggers on their schedule; without it a test dispatches them. */
  crons?: boolean;
  /** Variables and secrets of the Worker that are to be different. */
  vars?: Record<string, string>;
  paystack?: PaystackSimulatorOptions;
  /** A database that is already prepared, instead of a PostgreSQL of its own. */
  database?: ApplicationDatabase;
  onLog?: (log: WorkerLog) => void;
  onProgress?: (line: string) => void;
  /** Calls the start off; once it is through, `stop` is the way. */
  signal?: AbortSignal;
};

export type Stack = {
  /** The application's address. */
  url: string;
  /** Where staff sign in: the same at a host name, as a passkey belongs to no IP address. */
  staffUrl: string;
  database: ApplicationDatabase;
  bridge: Bridge;
  paystack: PaystackSimulator;
  /** The provider of e-mail, with the inbox of everyone. */
  email: EmailSimulator;
  worker: RunningWorker;
  /** The demo organisations; undefined when nothing was seeded. */
  demo: Demo | undefined;
  /** Stops everything, the Worker first and the database last. */
  stop(): Promise<void>;
};

/**
 * Puts the whole system up on this machine: PostgreSQL, the bridge, the schema, the demo organisations, the stand-ins
 * of Paystack and of the e-mail provider, and the Worker. When one part does not start, those that did are stopped before this throws.
 */
export async function startStack(options: StackOptions = {}): Promise<Stack> {
  const calledOff = new AbortController();
  const signal = AbortSignal.any([calledOff.signal, ...(options.signal ? [options.signal] : [])]);
  const closing = createClosing(signal);
  signal.throwIfAborted();
  const appPort = await freePort(options.ports?.app ?? quietPort());
  const url = `http://127.0.0.1:${appPort}`;
  const built = options.build === false ? undefined : buildOnce({ ...options, signal });
  const storing = startStorage(options, closing);
  const paying = startPaystack(options, url, closing);
  const mailing = startEmail(options, closing);
  try {
    const [{ database, demo, bridge }, paystack, email] = await Promise.all([storing, paying, mailing, built]);
    const bindings = { ...localBindings({ url, database, bridge, paystack, email }), ...options.vars };
    const { dataDir, onLog, crons } = options;
    const worker = await startWorker({
      port: appPort,
      bindings,
      ...(dataDir === undefined ? {} : { dataDir }),
      ...(onLog === undefined ? {} : { onLog }),
    });
    closing.add(worker.close);
    if (crons) closing.add(startCrons(worker, await workerCrons(), (error) => console.warn(String(error))).stop);
    return { url, staffUrl: staffOrigin(url), database, bridge, paystack, email, worker, demo, stop: closing.close };
  } catch (error) {
    calledOff.abort();
    await Promise.allSettled([storing, paying, mailing, built]);
    await closing.close();
    throw error;
  }
}

/** The database with its bridge, its schema and its demo organisations. */
async function startStorage(options: StackOptions, closing: Closing) {
  const database = options.database ?? (await startDatabase(options, closing));
  const { port } = new URL(database.url);
  const bridge = await startBridge({
    port: await wished(options.ports?.bridge),
    upstreamHost: "127.0.0.1",
    upstreamPort: Number(port),
  });
  closing.add(bridge.close);
  return {
    database,
    bridge,
    demo: options.seed === false ? undefined : await seed(database),
  };
}

async function startDatabase(options: StackOptions, closing: Closing): Promise<ApplicationDatabase> {
  options.onProgress?.("Starting PostgreSQL …");
  const folder = options.dataDir ?? (await makeTemporaryFolder());
  if (options.dataDir === undefined) closing.add(() => rm(folder, { recursive: true, force: true }));
  const postgres = await startPostgres({
    dataDir: join(folder, "postgres"),
    port: await wished(options.ports?.database),
    persistent: options.dataDir !== undefined,
    durable: options.durable ?? options.dataDir !== undefined,
  });
  closing.add(postgres.stop);
  options.onProgress?.("Bringing the database to the newest schema …");
  return await prepareDatabase(postgres.superuserUrl, "asante");
}

async function startPaystack(options: StackOptions, appUrl: string, closing: Closing): Promise<PaystackSimulator> {
  const paystack = await startPaystackSimulator({
    port: await wished(options.ports?.paystack),
    webhookUrl: `${appUrl}/webhooks/paystack`,
    silent: true,
    ...(options.dataDir === undefined ? {} : { dataFile: join(options.dataDir, "paystack.json") }),
    ...options.paystack,
  });
  closing.add(paystack.close);
  return paystack;
}

async function startEmail(options: StackOptions, closing: Closing): Promise<EmailSimulator> {
  const email = await startEmailSimulator({
    port: await wished(options.ports?.email),
    ...(options.dataDir === undefined ? {} : { dataFile: join(options.dataDir, "email.json") }),
  });
  closing.add(email.close);
  return email;
}

type Outside = Pick<Stack, "url" | "database" | "bridge" | "paystack" | "email">;

/** What the Worker is told in place of the production settings and secrets. */
function localBindings({ url, database, bridge, paystack, email }: Outside) {
  return {
    ENVIRONMENT: "development",
    APP_URL: url,
    DATABASE_URL: database.url,
    STAFF_DATABASE_URL: database.staffUrl,
    DATABASE_BRIDGE_URL: bridge.url,
    PAYSTACK_URL: paystack.url,
    PAYSTACK_CHECKOUT_URL: paystack.url,
    PAYSTACK_SECRET_KEY: paystack.secretKey,
    EMAIL_URL: email.url,
    EMAIL_API_KEY: email.apiKey,
    SMS_URL: email.url,
    SMS_API_KEY: smsApiKey,
    QR_SIGNING_KEYS: qrSigningKey,
    AUTH_SECRETS: authSecret,
    DATA_KEYS: `${dataKey.name}:${dataKey.secret}`,
  };
}

/** The port when it is free, else 0, which lets the system choose at the moment of listening. */
async function wished(port = 0): Promise<number> {
  return port === 0 ? 0 : await freePort(port);
}

/**
 * The Worker must know its own address before it listens, so its port is chosen early: below the range from which
 * systems draw the ports of outgoing connections, where another one could take it in the meantime.
 */
function quietPort(): number {
  return randomInt(20_000, 32_000);
}
