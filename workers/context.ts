import { emailChannel } from "#app/channels/email/index.ts";
import { smsChannel } from "#app/channels/sms/index.ts";
import { describeFault } from "#app/core/errors.ts";
import { newId, systemRandomness } from "#app/core/ids.ts";
import { type Clock, runningClock, seconds, systemClock } from "#app/core/time.ts";
import type { Actor, Ctx, Wake } from "#app/domain/context.ts";
import { scryptPasswords } from "#app/domain/identity/index.ts";
import type { StaffActor } from "#app/domain/permissions.ts";
import { codePress } from "#app/domain/qr/index.ts";
import { messagesIn } from "#app/messages/index.ts";
import { paystackRail } from "#app/rails/paystack/index.ts";
import { connect } from "#db/client.ts";
import type { Env } from "./env.ts";
import { assetFonts } from "./fonts.ts";
import { workerImages } from "./images/index.ts";
import { loadPhoton } from "./images/photon-module.ts";
import { addressOf, counterLimits } from "./limits.ts";
import { jsonLog } from "./log.ts";

/** What one statement may take on a money path, and on a page that a patron waits for. */
const STATEMENT_TIMEOUT_MS = seconds(2);
const PAGE_STATEMENT_TIMEOUT_MS = 800;
/** Staff import thousands of guards, or post a bank's results, in one statement, and watch it happen. */
const STAFF_STATEMENT_TIMEOUT_MS = seconds(25);

interface Origin {
  actor: Actor;
  clock: Clock;
  address: string;
  /** Keeps the isolate at work after the answer, or without a caller; a queue or a cron has neither. */
  afterwards(work: Promise<unknown>): unknown;
}

/** The context of a request from outside. */
export function requestContext(env: Env, request: Request, afterwards: (work: Promise<unknown>) => void): Ctx {
  const address = addressOf(request);
  return buildContext(env, { actor: { kind: "patron" }, clock: systemClock, address, afterwards });
}

/** The context of a queue or a cron; a cron's clock begins at its scheduled time. */
export function systemContext(env: Env, name: string, scheduledAt?: Date): Ctx {
  const clock = scheduledAt ? runningClock(scheduledAt, systemClock) : systemClock;
  return buildContext(env, { actor: { kind: "system", name }, clock, address: "system", afterwards: (work) => work });
}

/** The same request, on behalf of one of the staff: every statement sees the rows of one organisation only. */
export function staffContext(env: Env, ctx: Ctx, actor: StaffActor): Ctx {
  const patience = { fetchEndpoint: env.DATABASE_BRIDGE_URL, timeoutMs: STAFF_STATEMENT_TIMEOUT_MS };
  const db = connect(env.STAFF_DATABASE_URL, { ...patience, organisationId: actor.organisationId });
  return { ...ctx, actor, db, pageDb: db, systemDb: connect(env.DATABASE_URL, patience) };
}

function buildContext(env: Env, { actor, clock, address, afterwards }: Origin): Ctx {
  const requestId = newId("req", clock.now(), systemRandomness);
  const log = jsonLog(requestId);
  return {
    ...standing(env),
    files: env.FILES,
    clock,
    randomness: systemRandomness,
    actor,
    address,
    limits: counterLimits(env.COUNTERS, log),
    passwords: scryptPasswords,
    wake: async (hints) => {
      await afterwards(wakeAll(env, hints, log));
    },
    afterwards: (work) => {
      afterwards(work.catch((error) => log.error("afterwards.failed", describeFault(error))));
    },
    seeThrough: (work) => {
      afterwards(work.catch(() => undefined));
      return work;
    },
    log,
    requestId,
  };
}

type Standing = Pick<Ctx, "db" | "systemDb" | "pageDb" | "rails" | "channels" | "images" | "press" | "settings">;

let latest: { env: Env; standing: Standing } | undefined;

/** What every request of an isolate shares: clients that hold no connection and nothing of a request. */
function standing(env: Env): Standing {
  if (latest?.env !== env) latest = { env, standing: buildStanding(env) };
  return latest.standing;
}

function buildStanding(env: Env): Standing {
  const database = { fetchEndpoint: env.DATABASE_BRIDGE_URL };
  const db = connect(env.DATABASE_URL, { ...database, timeoutMs: STATEMENT_TIMEOUT_MS });
  return {
    db,
    systemDb: db,
    pageDb: connect(env.DATABASE_URL, { ...database, timeoutMs: PAGE_STATEMENT_TIMEOUT_MS }),
    rails: {
      paystack: paystackRail({
        baseUrl: env.PAYSTACK_URL,
        checkoutOrigin: env.PAYSTACK_CHECKOUT_URL,
        secretKey: env.PAYSTACK_SECRET_KEY,
        previousSecretKey: env.PAYSTACK_PREVIOUS_SECRET_KEY,
        now: () => systemClock.now().getTime(),
      }),
    },
    channels: {
      email: emailChannel({
        baseUrl: env.EMAIL_URL,
        apiKey: env.EMAIL_API_KEY,
        from: env.EMAIL_FROM,
        now: () => systemClock.now().getTime(),
      }),
      sms: smsChannel({
        baseUrl: env.SMS_URL,
        apiKey: env.SMS_API_KEY,
        sender: env.SMS_SENDER,
        now: () => systemClock.now().getTime(),
      }),
    },
    images: workerImages(loadPhoton),
    press: codePress({
      fonts: assetFonts(env.ASSETS),
      wordsFor: (language) => messagesIn(language).printed,
      checkoutHost: new URL(env.PAYSTACK_CHECKOUT_URL).host,
    }),
    settings: hideKeys({
      appUrl: env.APP_URL,
      patronEmailDomain: env.PATRON_EMAIL_DOMAIN,
      qrSigningKeys: env.QR_SIGNING_KEYS,
      authSecrets: env.AUTH_SECRETS,
      dataKeys: env.DATA_KEYS,
      tipsPerAddressPerMinute: env.TIPS_PER_ADDRESS_PER_MINUTE,
      tipsPerCodePerMinute: env.TIPS_PER_CODE_PER_MINUTE,
      lookupsPerAddressPerMinute: env.LOOKUPS_PER_ADDRESS_PER_MINUTE,
    }),
  };
}

/** Keys are there for who asks for them by name; a context that some mistake sends or logs as a whole takes none along. */
function hideKeys(settings: Ctx["settings"]): Ctx["settings"] {
  for (const name of ["qrSigningKeys", "authSecrets", "dataKeys"] as const) {
    Object.defineProperty(settings, name, { enumerable: false });
  }
  return settings;
}

/** Long work has a queue of its own, so that money never waits behind a print. */
async function wakeAll(env: Env, hints: readonly Wake[], log: Ctx["log"]): Promise<void> {
  const isPayout = ({ kind }: Wake) => kind === "payouts" || kind === "transfer_event";
  const jobs = hints.filter(({ kind }) => kind === "print_job");
  const payouts = hints.filter(isPayout);
  const others = hints.filter((hint) => hint.kind !== "print_job" && !isPayout(hint));
  await Promise.all([wake(env.RAIL_EVENTS, others, log), wake(env.PAYOUTS, payouts, log), wake(env.JOBS, jobs, log)]);
}

/** A hint that is lost costs a minute, so a queue that refuses them fails nothing. */
async function wake(queue: Queue, hints: readonly Wake[], log: Ctx["log"]): Promise<void> {
  if (hints.length === 0) return;
  try {
    await queue.sendBatch(
      hints.map((body) => ({ body, ...("afterSeconds" in body ? { delaySeconds: body.afterSeconds } : {}) })),
    );
  } catch (error) {
    log.error("wake.failed", { hints: hints.length, ...describeFault(error) });
  }
}
