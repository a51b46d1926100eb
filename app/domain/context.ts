import type { SQL } from "drizzle-orm";
import type { BatchItem } from "drizzle-orm/batch";
import type { NeonHttpDatabase } from "drizzle-orm/neon-http";
import type { Randomness } from "../core/ids.ts";
import type { Clock } from "../core/time.ts";
import type { Images, Press } from "./imaging.ts";
import type { StaffActor } from "./permissions.ts";
import type { Channel, ChannelName, Rail, RailName } from "./ports.ts";
import type { DataKey } from "./sealing.ts";

/** Who is asking. A patron is anyone; `system` is a queue or a cron; staff come with a sign-in (permissions.ts). */
export type Actor = { kind: "patron" } | { kind: "system"; name: string } | StaffActor;

/** Counts exactly and says whether each key may go on. Keys name what is limited, such as `tips:address:…`. */
export interface Limits {
  take(claims: readonly LimitClaim[]): Promise<LimitOutcome>;
}
export interface LimitClaim {
  key: string;
  limit: number;
  windowMs: number;
  /** What to do when it cannot be counted. Requests go on, but where a guess must never be free. */
  whenUnreachable?: "refuse";
}
export type LimitOutcome = { allowed: true } | { allowed: false; retryAfterSeconds: number };

/** A slow, salted hash of passwords. In Ctx, so that a test can count how often it is reached. */
export interface Passwords {
  hash(password: string): Promise<string>;
  verify(attempt: { hash: string; password: string }): Promise<boolean>;
}

/** Structured lines, no personal data, no secrets. */
export interface Log {
  info(event: string, fields?: Record<string, unknown>): void;
  error(event: string, fields?: Record<string, unknown>): void;
}

/** Wakes a consumer. A hint and never the record: losing every one of them loses nothing. */
export type Wake =
  | { kind: "rail_event"; id: string }
  | { kind: "transfer_event"; id: string }
  | { kind: "payouts"; afterSeconds?: number }
  | { kind: "spool" }
  | { kind: "message" }
  | { kind: "print_job" };

export interface Settings {
  /** Where patrons reach us, without a trailing slash. */
  appUrl: string;
  /** A domain of ours whose addresses stand in for patrons who give none. */
  patronEmailDomain: string;
  /** Signing keys of QR tokens, newest first; posters live for years, so old ones stay. */
  qrSigningKeys: readonly string[];
  /** Sign staff sessions and what staff forms carry against forgery; newest first. */
  authSecrets: readonly string[];
  /** Keys that seal account numbers (sealing.ts), newest first. */
  dataKeys: readonly DataKey[];
  tipsPerAddressPerMinute: number;
  tipsPerCodePerMinute: number;
  lookupsPerAddressPerMinute: number;
}

/** Everything a verb may reach. Built once a request by workers/context.ts, or by a test. */
export interface Ctx {
  db: NeonHttpDatabase;
  /**
   * The whole database, for what belongs to no organisation: people, their sessions, and what is Asante's own. The same
   * as `db` but on a staff page, whose `db` shows the rows of one organisation.
   */
  systemDb: NeonHttpDatabase;
  /** The same database with a page's patience: a patron does not wait for a frozen one. */
  pageDb: NeonHttpDatabase;
  /** Snapshots and the spool: strongly consistent object storage. */
  files: R2Bucket;
  clock: Clock;
  randomness: Randomness;
  actor: Actor;
  rails: Readonly<Record<RailName, Rail>>;
  channels: Readonly<Record<ChannelName, Channel>>;
  images: Images;
  press: Press;
  limits: Limits;
  passwords: Passwords;
  wake(hints: readonly Wake[]): Promise<void>;
  log: Log;
  settings: Settings;
  requestId: string;
  /** Goes on with work although the caller may hang up meanwhile, and gives what it gives. */
  seeThrough<T>(work: Promise<T>): Promise<T>;
  /** Does work after the answer that nothing depends on; should it fail, that is logged and no more. */
  afterwards(work: Promise<unknown>): void;
  /** Where the request came from, for limits only; never stored, never logged. */
  address: string;
}

/** Runs one statement and gives its rows. Numbers beyond 2^53 and timestamps arrive as text. */
export async function query<Row extends object>(db: NeonHttpDatabase, statement: SQL): Promise<Row[]> {
  const result = await db.execute<Record<string, unknown>>(statement);
  return result.rows as Row[];
}

/** Runs statements in one transaction and one round trip; all or none. */
export async function transact(
  ctx: Ctx,
  statements: readonly [BatchItem<"pg">, ...BatchItem<"pg">[]],
): Promise<readonly { rows: Record<string, unknown>[] }[]> {
  return (await ctx.db.batch([...statements] as [BatchItem<"pg">, ...BatchItem<"pg">[]])) as unknown as readonly {
    rows: Record<string, unknown>[];
  }[];
}

/**
 * True when the database could not be asked: refused, frozen, overloaded or shutting down. A statement that it answered
 * with an error of ours is a fault and is not hidden behind this. Codes: PostgreSQL appendix A, classes 08, 53, 57 and 58
 * and read-only (25006); an error of Neon's own, in front of PostgreSQL, has no code at all.
 */
export function isDatabaseDown(error: unknown): boolean {
  for (
    let cause = error;
    cause instanceof Error;
    cause = cause.cause ?? (cause as { sourceError?: unknown }).sourceError
  ) {
    const code = (cause as { code?: unknown }).code;
    if (typeof code === "string" && /^(08|53|57|58|25006)/.test(code)) return true;
    if (cause.name === "NeonDbError" && !code) return true;
    if (cause.name === "TimeoutError" || cause.name === "AbortError") return true;
    if (/^(Error connecting to database|Server error \(HTTP status (5|429))/.test(cause.message)) return true;
  }
  return false;
}
