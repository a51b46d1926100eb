import { type ChildProcess, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { chown, mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import type { Writable } from "node:stream";
import { freePort } from "./ports.ts";
import { type Account, accountFor, binaries, reachable } from "./postgres-account.ts";
import { endLeftovers, killCluster, postmasterPid } from "./postgres-leftovers.ts";

/** The cluster listens on 127.0.0.1 only and holds nothing but invented data. */
const SUPERUSER = "postgres";
const READY = "database system is ready to accept connections";
const STOP_WITHIN_MS = 10_000;

export type PostgresOptions = {
  dataDir: string;
  /** 0 takes a free one. */
  port: number;
  /** false removes the data directory when stopped. */
  persistent: boolean;
  /** false trades crash safety for speed: for clusters that live as long as one test run. */
  durable?: boolean;
  onLog?: (line: string) => void;
};

export type Postgres = {
  port: number;
  /** The postmaster. */
  pid: number;
  superuserUrl: string;
  /** A role's password is its own name unless it is given. */
  url(role: string, database: string, password?: string): string;
  stop(): Promise<void>;
  /** Settles when the server has ended, stopped or by itself. */
  exited: Promise<void>;
};

/**
 * Starts a real PostgreSQL 17 on 127.0.0.1, initialising the data directory the first time and recovering it after a
 * crash. It stops with `stop()`, and also when this process dies, however it dies. Roles prove themselves by password.
 */
export async function startPostgres(options: PostgresOptions): Promise<Postgres> {
  const dataDir = resolve(options.dataDir);
  const account = await accountFor(dataDir);
  const { initdb, postgres } = await binaries(account);
  await mkdir(dirname(dataDir), { recursive: true });
  await reachable(dirname(dataDir), account);
  if (existsSync(`${dataDir}/PG_VERSION`)) await terminatePostgres(dataDir);
  else await initialise(initdb, dataDir, account);

  const port = options.port === 0 ? await freePort() : options.port;
  await writeFile(ownerFile(dataDir), String(process.pid));
  const server = await launch(postgres, flags(dataDir, port, options.durable ?? true), account, options.onLog);
  function url(role: string, database: string, password = role): string {
    const [user, secret, name] = [role, password, database].map(encodeURIComponent);
    return `postgresql://${user}:${secret}@127.0.0.1:${port}/${name}`;
  }
  return {
    port,
    pid: await postmasterPid(dataDir),
    superuserUrl: url(SUPERUSER, "postgres"),
    url,
    exited: server.exited,
    async stop() {
      const late = setTimeout(() => void killCluster(dataDir), STOP_WITHIN_MS);
      server.lifeline.destroy();
      await server.exited;
      clearTimeout(late);
      await rm(ownerFile(dataDir), { force: true });
      if (!options.persistent) await rm(dataDir, { recursive: true, force: true });
    },
  };
}

/**
 * Ends whatever an earlier, dead run left running on this data directory, and waits until it is gone.
 * Throws when the run that started it is still alive: that one is somebody's work.
 */
export async function terminatePostgres(dataDir: string): Promise<void> {
  const owner = Number(await readFile(ownerFile(resolve(dataDir)), "utf8").catch(() => ""));
  await endLeftovers(resolve(dataDir), owner);
}

const ownerFile = (dataDir: string): string => `${dataDir}.owner`;

/** A directory takes its final name only when complete, so that a killed initdb leaves nothing half made. */
async function initialise(initdb: string, dataDir: string, account: Account): Promise<void> {
  const draft = `${dataDir}.init`;
  const passwordFile = `${dataDir}.password`;
  await rm(draft, { recursive: true, force: true });
  await mkdir(draft, { mode: 0o700 });
  await writeFile(passwordFile, SUPERUSER, { mode: 0o600 });
  if (account.uid !== undefined) {
    await chown(draft, account.uid, account.gid);
    await chown(passwordFile, account.uid, account.gid);
  }
  // Passwords in clear keep every handshake to one message; they never leave the loopback interface.
  const access = [`--username=${SUPERUSER}`, `--pwfile=${passwordFile}`, "--auth=password"];
  const locale = ["--encoding=UTF8", "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"];
  const args = [`--pgdata=${draft}`, ...access, ...locale];
  try {
    await succeed(
      spawn(initdb, args, {
        ...account,
        cwd: "/",
        stdio: ["ignore", "ignore", "pipe"],
      }),
    );
  } finally {
    await rm(passwordFile, { force: true });
  }
  await rename(draft, dataDir);
}

function flags(dataDir: string, port: number, isDurable: boolean): string[] {
  const settings = {
    listen_addresses: "127.0.0.1",
    port,
    unix_socket_directories: "",
    max_connections: 200,
    shared_buffers: "128MB",
    timezone: "UTC",
    log_timezone: "UTC",
    lc_messages: "C",
    // Statements that fail are the caller's to report; the log is for the server's own troubles.
    log_min_messages: "log",
    log_checkpoints: "off",
    wal_level: "minimal",
    max_wal_senders: 0,
    ...(isDurable ? {} : { fsync: "off", synchronous_commit: "off", full_page_writes: "off" }),
  };
  return ["-D", dataDir, ...Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`])];
}

/**
 * A shell holds the other end of a pipe from this process: when the pipe closes, by stop() or by our death, PostgreSQL
 * is told to shut down. It has a session of its own, so that Ctrl-C reaches us and not the database under our feet.
 */
const SUPERVISE = '"$@" 3<&- & server=$!; (read -r _ <&3; kill -INT $server) 2>/dev/null & exec 3<&-; wait $server';

async function launch(postgres: string, args: string[], account: Account, onLog: PostgresOptions["onLog"]) {
  const child = spawn("/bin/sh", ["-c", SUPERVISE, "postgres", postgres, ...args], {
    ...account,
    cwd: "/",
    detached: true,
    stdio: ["ignore", "ignore", "pipe", "pipe"],
  });
  const lifeline = child.stdio[3] as Writable;
  lifeline.on("error", () => {});
  const exited = new Promise<void>((done) => child.once("exit", () => done()));
  void exited.then(() => lifeline.destroy());
  await new Promise<void>((ready, reject) => {
    let output: string | undefined = "";
    child.once("error", reject);
    child.once("close", () => reject(new Error(`PostgreSQL did not start:\n${output}`)));
    child.stderr?.setEncoding("utf8").on("data", (text: string) => {
      for (const line of text.split("\n")) if (line !== "") onLog?.(line);
      if (output === undefined) return;
      output += text;
      if (!output.includes(READY)) return;
      output = undefined;
      ready();
    });
  });
  return { lifeline, exited };
}

function succeed(child: ChildProcess): Promise<void> {
  return new Promise((done, reject) => {
    let output = "";
    child.stderr?.setEncoding("utf8").on("data", (text: string) => {
      output += text;
    });
    child.once("error", reject);
    child.once("close", (code) => (code === 0 ? done() : reject(new Error(`${child.spawnfile} failed:\n${output}`))));
  });
}
