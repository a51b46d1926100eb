import { emailChannel } from "#app/channels/email/index.ts";
import { smsChannel } from "#app/channels/sms/index.ts";
import { systemRandomness } from "#app/core/ids.ts";
import { fixedClock, systemClock } from "#app/core/time.ts";
import type { Ctx } from "#app/domain/context.ts";
import { scryptPasswords } from "#app/domain/identity/index.ts";
import type { StaffActor } from "#app/domain/permissions.ts";
import { codePress } from "#app/domain/qr/index.ts";
import { messagesIn } from "#app/messages/index.ts";
import { paystackRail } from "#app/rails/paystack/index.ts";
import { connect } from "#db/client.ts";
import { authSecret, dataKey, qrSigningKey } from "#test/setup/demo.ts";
import { nodeFonts } from "#test/setup/fonts.ts";
import { nodeImages } from "#test/setup/images.ts";
import { smsApiKey } from "#test/simulators/sms/index.ts";

export interface ContextParts {
  database: { url: string };
  bridgeUrl: string;
  /** Object storage; absent, every use of it fails. */
  files?: unknown;
  paystack?: { url: string; secretKey: string };
  email?: { url: string; apiKey: string };
  /** Milliseconds a statement may take. */
  timeoutMs?: number;
  at?: Date;
  /** What is logged as an error is kept here. */
  errors?: string[];
}

/** What a verb needs, on real parts, outside of the Worker: to call a verb that has no door yet, or with a part that fails. */
export function workerContext({
  database,
  bridgeUrl,
  files,
  paystack,
  email,
  timeoutMs = 2_000,
  at,
  errors = [],
}: ContextParts): Ctx {
  const db = connect(database.url, { fetchEndpoint: bridgeUrl, timeoutMs });
  return {
    db,
    systemDb: db,
    pageDb: db,
    files: (files ?? failingFiles) as R2Bucket,
    clock: at ? fixedClock(at) : systemClock,
    randomness: systemRandomness,
    actor: { kind: "system", name: "test" },
    rails: {
      paystack: paystackRail({
        baseUrl: paystack?.url ?? "http://127.0.0.1:9",
        checkoutOrigin: paystack?.url ?? "http://127.0.0.1:9",
        secretKey: paystack?.secretKey ?? "sk_test_nothing",
        now: () => performance.now(),
      }),
    },
    channels: {
      email: emailChannel({
        baseUrl: email?.url ?? "http://127.0.0.1:9",
        apiKey: email?.apiKey ?? "re_nothing",
        from: "Asante <hello@asante.app>",
        now: () => performance.now(),
      }),
      sms: smsChannel({
        baseUrl: email?.url ?? "http://127.0.0.1:9",
        apiKey: smsApiKey,
        sender: "Asante",
        now: () => performance.now(),
      }),
    },
    images: nodeImages,
    press: codePress({
      fonts: nodeFonts,
      wordsFor: (language) => messagesIn(language).printed,
      checkoutHost: "checkout.paystack.com",
    }),
    limits: { take: async () => ({ allowed: true }) },
    passwords: scryptPasswords,
    wake: async () => undefined,
    seeThrough: (work) => work,
    afterwards: () => undefined,
    log: { info: () => undefined, error: (event) => void errors.push(event) },
    settings: {
      appUrl: "http://127.0.0.1",
      patronEmailDomain: "patrons.asante.app",
      qrSigningKeys: [qrSigningKey],
      authSecrets: [authSecret],
      dataKeys: [dataKey],
      tipsPerAddressPerMinute: 1_000,
      tipsPerCodePerMinute: 1_000,
      lookupsPerAddressPerMinute: 1_000,
    },
    requestId: "req-test",
    address: "127.0.0.1",
  };
}

/** The same on behalf of one of the staff, behind row-level security. */
export function staffWorkerContext(
  { database, ...parts }: Omit<ContextParts, "database"> & { database: { url: string; staffUrl: string } },
  actor: Partial<StaffActor> & Pick<StaffActor, "organisationId" | "role">,
): Ctx {
  const ctx = workerContext({ database, ...parts });
  const { organisationId } = actor;
  const db = connect(database.staffUrl, { fetchEndpoint: parts.bridgeUrl, timeoutMs: 10_000, organisationId });
  const person = { userId: "usr-test", name: "Test", sessionId: "ses-test", secondFactorAt: ctx.clock.now() };
  return { ...ctx, db, pageDb: db, actor: { kind: "staff", ...person, ...actor } };
}

/** Object storage that is down. */
const failingFiles = new Proxy(
  {},
  {
    get: () => async () => {
      throw new Error("object storage does not answer");
    },
  },
);
