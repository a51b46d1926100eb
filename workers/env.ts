import { z } from "zod";
import type { Counter } from "./counter.ts";

const perMinute = z.coerce.number().int().positive();

/** What wrangler.toml and its secrets must give. Bindings to storage are checked for presence only. */
const schema = z
  .object({
    ENVIRONMENT: z.enum(["development", "staging", "production"]),
    APP_URL: z.url().transform((url) => url.replace(/\/$/, "")),
    DATABASE_URL: z.string().startsWith("postgres"),
    /** The same database as the role that row-level security holds to one organisation. */
    STAFF_DATABASE_URL: z.string().startsWith("postgres"),
    /** Encrypt account numbers, newest first, separated by commas: `name:base64 of 32 bytes`. */
    DATA_KEYS: z
      .string()
      .transform((keys) => keys.split(",").map((key) => /^([a-z0-9-]+):([A-Za-z0-9+/]{43}=)$/.exec(key.trim())))
      .refine((keys) => keys.every((key) => key !== null))
      .transform((keys) => keys.map((key) => ({ name: key?.[1] ?? "", secret: key?.[2] ?? "" }))),
    /** Sign staff sessions and what staff forms carry against forgery. Newest first, separated by commas. */
    AUTH_SECRETS: z
      .string()
      .transform((keys) => keys.split(",").map((key) => key.trim()))
      .refine((keys) => keys.every((key) => key.length >= 32)),
    /** The bridge of a local stack; never set in production. */
    DATABASE_BRIDGE_URL: z.url().optional(),
    PAYSTACK_URL: z.url().transform((url) => url.replace(/\/$/, "")),
    PAYSTACK_CHECKOUT_URL: z.url().transform((url) => new URL(url).origin),
    PAYSTACK_SECRET_KEY: z.string().regex(/^sk_(test|live)_/),
    PAYSTACK_PREVIOUS_SECRET_KEY: z
      .string()
      .regex(/^sk_(test|live)_/)
      .optional(),
    /** Newest first, separated by commas. */
    QR_SIGNING_KEYS: z
      .string()
      .transform((keys) => keys.split(",").map((key) => key.trim()))
      .refine((keys) => keys.every((key) => key.length >= 32)),
    EMAIL_URL: z.url().transform((url) => url.replace(/\/$/, "")),
    EMAIL_API_KEY: z.string().min(8),
    /** `Name <address>`. */
    EMAIL_FROM: z.string().regex(/^[^<>\r\n]+ <[^<>@\s]+@[^<>@\s]+>$/),
    SMS_URL: z.url().transform((url) => url.replace(/\/$/, "")),
    /** A token of the provider's: `id:secret`. */
    SMS_API_KEY: z.string().regex(/^[\x21-\x39\x3b-\x7e]+:[\x21-\x7e]{8,}$/),
    /** Whom a text is from. Networks take at most 11 letters and digits. */
    SMS_SENDER: z.string().regex(/^(?=.*[A-Za-z])[A-Za-z0-9]{3,11}$/),
    PATRON_EMAIL_DOMAIN: z.string().regex(/^[a-z0-9.-]+\.[a-z]{2,}$/),
    TIPS_PER_ADDRESS_PER_MINUTE: perMinute,
    TIPS_PER_CODE_PER_MINUTE: perMinute,
    LOOKUPS_PER_ADDRESS_PER_MINUTE: perMinute,
    FILES: z.custom<R2Bucket>((value) => value !== undefined),
    COUNTERS: z.custom<DurableObjectNamespace<Counter>>((value) => value !== undefined),
    RAIL_EVENTS: z.custom<Queue>((value) => value !== undefined),
    JOBS: z.custom<Queue>((value) => value !== undefined),
    PAYOUTS: z.custom<Queue>((value) => value !== undefined),
    ASSETS: z.custom<Fetcher>((value) => value !== undefined),
  })
  .superRefine((env, refuse) => {
    if (env.ENVIRONMENT !== "production") return;
    for (const field of ["PAYSTACK_SECRET_KEY", "PAYSTACK_PREVIOUS_SECRET_KEY"] as const) {
      if (!env[field]?.startsWith("sk_test_")) continue;
      refuse.addIssue({ code: "custom", path: [field], message: "a test key in production" });
    }
    if (env.DATABASE_BRIDGE_URL) {
      refuse.addIssue({
        code: "custom",
        path: ["DATABASE_BRIDGE_URL"],
        message: "a local bridge in production",
      });
    }
  });

export type Env = z.infer<typeof schema>;

let latest: { source: unknown; env: Env } | undefined;

/** Parses the bindings, once an isolate. A bad one refuses loudly, naming fields and no values. */
export function readEnv(bindings: unknown): Env {
  if (latest && latest.source === bindings) return latest.env;
  const result = schema.safeParse(bindings);
  if (!result.success) {
    const fields = [...new Set(result.error.issues.map((issue) => issue.path.join(".")))];
    throw new Error(`The environment is not complete or not valid: ${fields.join(", ")}`);
  }
  latest = { source: bindings, env: result.data };
  return result.data;
}
