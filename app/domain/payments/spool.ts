import { describeFault } from "../../core/errors.ts";
import type { Ctx } from "../context.ts";
import type { TakenIntent } from "./intent.ts";

/**
 * The spool keeps, in object storage, what could not be written to the database: rail events and tips. Every object is
 * written under a name that says what it is, so writing it twice keeps one; the sweeper moves it into the books.
 */
export interface SpooledEvent {
  id: string;
  rail: string;
  event: string;
  /** Absent in objects from before there were payouts, which speak of payments. */
  concerns?: "payment" | "payout";
  objectId: string;
  reference: string | null;
  bodySha256: string;
  body: string;
  receivedAt: string;
}

const EVENTS = "spool/events/";
const INTENTS = "spool/intents/";

/** Writes an event unless the same one waits already; `lost` when object storage refuses as well. */
export async function spoolEvent(
  event: SpooledEvent,
  { files, wake, log }: Pick<Ctx, "files" | "wake" | "log">,
): Promise<"spooled" | "lost"> {
  try {
    const key = `${EVENTS}${event.rail}-${event.bodySha256}.json`;
    await files.put(key, JSON.stringify(event), {
      onlyIf: { etagDoesNotMatch: "*" },
    });
  } catch (error) {
    log.error("spool.failed", describeFault(error));
    return "lost";
  }
  await wake([{ kind: "spool" }]);
  return "spooled";
}

/** Claims an idempotency key while the database is down: the intent is written if no other holds the key. */
export async function claimIntent(files: R2Bucket, keyHash: string, taken: TakenIntent): Promise<boolean> {
  const written = await files.put(intentKey(keyHash), JSON.stringify(taken), {
    onlyIf: { etagDoesNotMatch: "*" },
  });
  return written !== null;
}

/** Writes the intent with its answer, over the claim if there was one. */
export async function spoolIntent(files: R2Bucket, keyHash: string, taken: TakenIntent): Promise<void> {
  await files.put(intentKey(keyHash), JSON.stringify(taken));
}

/**
 * Leaves a copy of an answer that the database has, so that its key keeps it should the database go down. The bucket
 * forgets these copies after some days (README, “Deploy”); the database never does.
 */
export async function copyAnswer(files: R2Bucket, keyHash: string, taken: TakenIntent): Promise<void> {
  await files.put(answerKey(keyHash), JSON.stringify(taken));
}

export async function findCopiedAnswer(files: R2Bucket, keyHash: string): Promise<TakenIntent | null> {
  const object = await files.get(answerKey(keyHash));
  return object ? object.json<TakenIntent>() : null;
}

export async function findSpooledIntent(files: R2Bucket, keyHash: string): Promise<TakenIntent | null> {
  const object = await files.get(intentKey(keyHash));
  return object ? object.json<TakenIntent>() : null;
}

/** Moves an object that the database refuses out of the way, where a person finds it. */
export async function setAside(files: R2Bucket, { key, value }: Spooled<unknown>): Promise<string> {
  const aside = key.replace(/^spool\//, "spool-refused/");
  await files.put(aside, JSON.stringify(value));
  await files.delete(key);
  return aside;
}

export interface Spooled<T> {
  key: string;
  value: T;
}

export function listSpooledEvents(limit: number, from: Pick<Ctx, "files" | "log">): Promise<Spooled<SpooledEvent>[]> {
  return list<SpooledEvent>(EVENTS, limit, from);
}

export function listSpooledIntents(limit: number, from: Pick<Ctx, "files" | "log">): Promise<Spooled<TakenIntent>[]> {
  return list<TakenIntent>(INTENTS, limit, from);
}

function answerKey(keyHash: string): string {
  return `answers/${keyHash}.json`;
}

function intentKey(keyHash: string): string {
  return `${INTENTS}${keyHash}.json`;
}

/** One object that cannot be read must not hold up the others; it stays where it is, for a person. */
async function list<T>(
  prefix: string,
  limit: number,
  { files, log }: Pick<Ctx, "files" | "log">,
): Promise<Spooled<T>[]> {
  const { objects } = await files.list({ prefix, limit });
  const read = await Promise.all(
    objects.map(async ({ key }) => {
      try {
        const object = await files.get(key);
        return object ? [{ key, value: await object.json<T>() }] : [];
      } catch (error) {
        log.error("spool.unreadable", { key, ...describeFault(error) });
        return [];
      }
    }),
  );
  return read.flat();
}
