import { describe, expect, test } from "vitest";
import { readEnv } from "#workers/env.ts";

const good = () => ({
  ENVIRONMENT: "production",
  APP_URL: "https://asante.app/",
  DATABASE_URL: "postgres://asante_app:secret-word@db.example/asante",
  PAYSTACK_URL: "https://api.paystack.co",
  PAYSTACK_CHECKOUT_URL: "https://checkout.paystack.com",
  PAYSTACK_SECRET_KEY: "sk_live_0123456789",
  QR_SIGNING_KEYS: `${"k".repeat(32)}, ${"o".repeat(32)}`,
  PATRON_EMAIL_DOMAIN: "patrons.asante.app",
  TIPS_PER_ADDRESS_PER_MINUTE: "120",
  TIPS_PER_CODE_PER_MINUTE: "60",
  LOOKUPS_PER_ADDRESS_PER_MINUTE: "20",
  FILES: {},
  COUNTERS: {},
  RAIL_EVENTS: {},
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
    ["FILES", { FILES: undefined }],
    ["TIPS_PER_CODE_PER_MINUTE", { TIPS_PER_CODE_PER_MINUTE: "many" }],
  ])("a bad %s is refused by its name and without its value", (field, change) => {
    expect(() => readEnv({ ...good(), ...change })).toThrow(field);
    expect(() => readEnv({ ...good(), ...change })).not.toThrow("secret-word");
  });

  test("a test key, or a local bridge, refuses to start in production", () => {
    expect(() => readEnv({ ...good(), PAYSTACK_SECRET_KEY: "sk_test_0123" })).toThrow("PAYSTACK_SECRET_KEY");
    expect(() => readEnv({ ...good(), DATABASE_BRIDGE_URL: "http://127.0.0.1:1/sql" })).toThrow("DATABASE_BRIDGE_URL");
  });
});
