import { describe, expect, test } from "vitest";
import { startWorker, type WorkerLog } from "#test/setup/worker.ts";
import { readEnv } from "#workers/env.ts";

const good = () => ({
  ENVIRONMENT: "production",
  APP_URL: "https://asante.app/",
  DATABASE_URL: "postgres://asante_app:secret-word@db.example/asante",
  STAFF_DATABASE_URL: "postgres://asante_staff:secret-word@db.example/asante",
  AUTH_SECRETS: "s".repeat(32),
  DATA_KEYS: `now:${btoa("k".repeat(32))}`,
  PAYSTACK_URL: "https://api.paystack.co",
  PAYSTACK_CHECKOUT_URL: "https://checkout.paystack.com",
  PAYSTACK_SECRET_KEY: "sk_live_0123456789",
  QR_SIGNING_KEYS: `${"k".repeat(32)}, ${"o".repeat(32)}`,
  EMAIL_URL: "https://api.resend.com",
  EMAIL_API_KEY: "re_0123456789",
  EMAIL_FROM: "Asante <hello@asante.app>",
  SMS_URL: "https://api.bulksms.com/v1",
  SMS_API_KEY: "token-id:0123456789",
  SMS_SENDER: "Asante",
  PATRON_EMAIL_DOMAIN: "patrons.asante.app",
  TIPS_PER_ADDRESS_PER_MINUTE: "120",
  TIPS_PER_CODE_PER_MINUTE: "60",
  LOOKUPS_PER_ADDRESS_PER_MINUTE: "20",
  FILES: {},
  COUNTERS: {},
  RAIL_EVENTS: {},
  PAYOUTS: {},
  JOBS: {},
  ASSETS: {},
});

describe("the environment is parsed at the door", () => {
  test("a whole one is read into the types the Worker uses", () => {
    const env = readEnv(good());
    expect(env.APP_URL).toBe("https://asante.app");
    expect(env.QR_SIGNING_KEYS).toEqual(["k".repeat(32), "o".repeat(32)]);
    expect(env.TIPS_PER_CODE_PER_MINUTE).toBe(60);
  });

  test.each<[string, object]>([
    ["DATABASE_URL", { DATABASE_URL: "mysql://secret-word" }],
    ["PAYSTACK_SECRET_KEY", { PAYSTACK_SECRET_KEY: "secret-word" }],
    ["QR_SIGNING_KEYS", { QR_SIGNING_KEYS: "secret-word" }],
    ["DATA_KEYS", { DATA_KEYS: "secret-word" }],
    ["DATA_KEYS", { DATA_KEYS: `now:${btoa("secret-word")}` }],
    ["AUTH_SECRETS", { AUTH_SECRETS: "secret-word" }],
    ["FILES", { FILES: undefined }],
    ["TIPS_PER_CODE_PER_MINUTE", { TIPS_PER_CODE_PER_MINUTE: "many" }],
  ])("a bad %s is refused by its name and without its value", (field, change) => {
    expect(() => readEnv({ ...good(), ...change })).toThrow(field);
    expect(() => readEnv({ ...good(), ...change })).not.toThrow("secret-word");
  });

  test("a test key, of now or before, or a local bridge refuses to start in production", () => {
    for (const field of ["PAYSTACK_SECRET_KEY", "PAYSTACK_PREVIOUS_SECRET_KEY"]) {
      expect(() => readEnv({ ...good(), [field]: "sk_test_0123" })).toThrow(`: ${field}`);
      expect(readEnv({ ...good(), [field]: "sk_live_0123" })).toMatchObject({ [field]: "sk_live_0123" });
      const staging = { ...good(), ENVIRONMENT: "staging", [field]: "sk_test_0123" };
      expect(readEnv(staging)).toMatchObject({ [field]: "sk_test_0123" });
    }
    expect(() => readEnv({ ...good(), DATABASE_BRIDGE_URL: "http://127.0.0.1:1/sql" })).toThrow("DATABASE_BRIDGE_URL");
  });

  test("and a Worker with a bad one answers 500, and logs its name but not its value", async () => {
    const logs: WorkerLog[] = [];
    const bindings = { ...textsOf(good()), QR_SIGNING_KEYS: "secret-word", DATABASE_URL: "secret-word" };
    const worker = await startWorker({ bindings, onLog: (log) => void logs.push(log) });
    try {
      for (const path of ["/", "/g/CODE", "/health/live", "/tips/tip-1"]) {
        const response = await fetch(worker.url + path);
        expect({ status: response.status, text: await response.text() }).toEqual({
          status: 500,
          text: "Asante is not configured.",
        });
      }
      const webhook = await fetch(`${worker.url}/webhooks/paystack`, { method: "POST", body: "{}" });
      expect(webhook.status).toBe(500);
      await expect.poll(() => refusals(logs)).toHaveLength(5);
    } finally {
      await worker.close();
    }
    for (const { message } of refusals(logs)) {
      expect(message).toContain('not valid: DATABASE_URL, QR_SIGNING_KEYS"');
      expect(message).not.toContain("secret-word");
    }
  });
});

const refusals = (logs: readonly WorkerLog[]) => logs.filter(({ message }) => message.includes("env.refused"));

/** What a deployment sets as text; the bindings to storage come with the Worker. */
function textsOf(env: Record<string, unknown>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(env).filter((entry): entry is [string, string] => typeof entry[1] === "string"),
  );
}
