import { readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import pg from "pg";
import { startPostgres } from "#db/local/postgres.ts";
import { type ApplicationDatabase, prepareDatabase } from "#test/setup/application-database.ts";
import { type Closing, createClosing } from "#test/setup/closing.ts";
import { authSecret, dataKey, qrSigningKey, seed } from "#test/setup/demo.ts";
import { root } from "#test/setup/root.ts";
import { makeTemporaryFolder } from "#test/setup/temporary-folder.ts";
import { workerOptions } from "#test/setup/worker-options.ts";
import { defaultSecretKey } from "#test/simulators/paystack/index.ts";
import { startBehind } from "./behind.ts";
import { cpuOf, cpuOfFamily } from "./cpu.ts";
import { type Loader, startLoader } from "./load.ts";
import { CACHE, DRIVER, FILES, QUEUE } from "./scripts.ts";
import { type RunningWorkerd, startWorkerd, type WorkerService } from "./workerd.ts";

/** Everything a benchmark needs: the application in a bare workerd with what stands behind it, each in its own process. */
export type Rig = {
  app: RunningWorkerd;
  /** Where the application answers, and where its queue and cron handlers are woken. */
  urls: { app: string; driver: string; paystack: string };
  secretKey: string;
  signingKeys: string[];
  database: ApplicationDatabase;
  /** Connected as the owner. */
  sql: pg.Client;
  loader: Loader;
  /** A workerd of its own for the Worker that is compared with. */
  startBare(script: string): Promise<{ url: string; pid: number; stop(): Promise<void> }>;
  /** false lets PostgreSQL answer before its disk has: what a shared disk takes is not ours to shorten. */
  flushCommits(flushed: boolean): Promise<void>;
  cpu(pid: number): number;
  /** CPU of PostgreSQL and of the bridge so far, in milliseconds. */
  cpuBehind(): number;
  stop(): Promise<void>;
};

export async function startRig(): Promise<Rig> {
  const closing = createClosing();
  try {
    const folder = await makeTemporaryFolder();
    closing.add(() => rm(folder, { recursive: true, force: true }));
    const behind = await startAllBehind(join(folder, "postgres"), closing);
    const loader = startLoader();
    closing.add(loader.stop);
    const bundle = await bundleOptions();
    const { compatibilityDate, compatibilityFlags: flags } = bundle;
    async function start(name: string, services: readonly WorkerService[], others: readonly string[] = []) {
      const running = await startWorkerd({ folder: join(folder, name), compatibilityDate, services, others });
      closing.add(running.stop);
      return running;
    }
    const stubs = await start("stubs", STUBS);
    const elsewhere = STUBS.map(({ name }) => external(name, stubs.urls[name] ?? ""));
    const app = await start("app", services(bundle, behind), [NETWORK, ...elsewhere]);
    let bares = 0;
    return {
      ...behind,
      app,
      urls: { app: app.urls["app"] ?? "", driver: app.urls["driver"] ?? "", paystack: behind.paystack.url },
      secretKey: defaultSecretKey,
      signingKeys: [qrSigningKey],
      loader,
      async startBare(script) {
        bares += 1;
        const bare = { name: "bare", script, flags, listens: true, fields: 'globalOutbound = "network"' };
        const { urls, pid, stop } = await start(`bare-${bares}`, [bare], [NETWORK]);
        return { url: urls["bare"] ?? "", pid, stop };
      },
      cpu: cpuOf,
      stop: closing.close,
    };
  } catch (error) {
    await closing.close();
    throw error;
  }
}

/** What the application leans on: PostgreSQL that loses nothing in a crash, the bridge to it, and Paystack's stand-in. */
async function startAllBehind(dataDir: string, closing: Closing) {
  const postgres = await startPostgres({ dataDir, port: 0, persistent: false, durable: true });
  closing.add(postgres.stop);
  const database = await prepareDatabase(postgres.superuserUrl, "asante");
  await seed(database);
  const sql = new pg.Client({ connectionString: database.ownerUrl });
  await sql.connect();
  closing.add(() => sql.end());
  const bridge = await startBehind({ part: "bridge", upstreamPort: postgres.port });
  closing.add(bridge.stop);
  const paystack = await startBehind({ part: "paystack" });
  closing.add(paystack.stop);
  return {
    ...{ database, sql, bridge, paystack },
    cpuBehind: () => cpuOfFamily(postgres.pid) + cpuOf(bridge.pid),
    async flushCommits(flushed: boolean) {
      await sql.query(`alter system set synchronous_commit = ${flushed ? "on" : "off"}`);
      await sql.query("select pg_reload_conf()");
    },
  };
}

/** What answers for other machines of Cloudflare runs in a process of its own, and is not counted as ours. */
const STUBS: readonly WorkerService[] = [
  { name: "queue", script: QUEUE, listens: true },
  { name: "cache", script: CACHE, listens: true },
  { name: "files", script: FILES, listens: true },
];

function external(name: string, url: string): string {
  return `(name = "${name}", external = (address = "${new URL(url).host}", http = ()))`;
}

const NETWORK = `(name = "network", network = (allow = ["public", "private"]))`;

type Bundle = {
  script: string;
  compatibilityDate: string;
  compatibilityFlags: string[];
  vars: Record<string, string>;
};

/** The bundle that is deployed, with the compatibility and the variables of wrangler.toml. */
async function bundleOptions(): Promise<Bundle> {
  const { compatibilityDate, compatibilityFlags, bindings } = await workerOptions({});
  return {
    script: await readFile(join(root, "build/worker/index.js"), "utf8"),
    compatibilityDate: compatibilityDate ?? "",
    compatibilityFlags: compatibilityFlags ?? [],
    vars: bindings as Record<string, string>,
  };
}

type Places = { database: { url: string; staffUrl: string }; bridge: { url: string }; paystack: { url: string } };

function services({ script, compatibilityFlags: flags, vars }: Bundle, places: Places): WorkerService[] {
  const texts = {
    ...vars,
    DATABASE_URL: places.database.url,
    STAFF_DATABASE_URL: places.database.staffUrl,
    AUTH_SECRETS: authSecret,
    DATA_KEYS: `${dataKey.name}:${dataKey.secret}`,
    DATABASE_BRIDGE_URL: places.bridge.url,
    PAYSTACK_URL: places.paystack.url,
    PAYSTACK_CHECKOUT_URL: places.paystack.url,
    PAYSTACK_SECRET_KEY: defaultSecretKey,
    EMAIL_URL: "http://127.0.0.1:9",
    EMAIL_API_KEY: "re_nothing_is_sent",
    SMS_URL: "http://127.0.0.1:9",
    SMS_API_KEY: "nothing:is_sent_either",
    QR_SIGNING_KEYS: qrSigningKey,
    TIPS_PER_ADDRESS_PER_MINUTE: "1000000",
    TIPS_PER_CODE_PER_MINUTE: "1000000",
  };
  const bindings = [
    ...Object.entries(texts).map(([name, value]) => `(name = "${name}", text = ${JSON.stringify(value)})`),
    '(name = "FILES", r2Bucket = "files")',
    '(name = "RAIL_EVENTS", queue = "queue")',
    '(name = "JOBS", queue = "queue")',
    '(name = "PAYOUTS", queue = "queue")',
    '(name = "COUNTERS", durableObjectNamespace = "Counter")',
    '(name = "ASSETS", service = "files")',
  ];
  const fields = `globalOutbound = "network", cacheApiOutbound = "cache", durableObjectStorage = (inMemory = void),
      durableObjectNamespaces = [(className = "Counter", uniqueKey = "counter", enableSql = true)]`;
  return [
    { name: "app", script, flags, bindings, fields, listens: true },
    {
      name: "driver",
      script: DRIVER,
      flags: ["service_binding_extra_handlers"],
      bindings: ['(name = "APP", service = "app")'],
      listens: true,
    },
  ];
}
