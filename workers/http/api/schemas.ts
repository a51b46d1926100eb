import { z } from "@hono/zod-openapi";
import { CURRENCY_CODES } from "#app/core/currency.ts";
import { TIP_STATUSES } from "#db/schema/index.ts";

export const moneySchema = z
  .object({
    minor: z.string().regex(/^\d+$/).openapi({
      description: "Minor units, 100 to the unit in every currency.",
      example: "100000",
    }),
    currency: z.enum(CURRENCY_CODES).openapi({ example: "NGN" }),
  })
  .openapi("Money");

export const startedTipSchema = z
  .object({
    id: z.string().openapi({ example: "tip-01kah3v1z8m3q4n5p6r7s8t9vw" }),
    status: z.literal("pending"),
    amount: moneySchema.openapi({
      description: "What the patron chose to give.",
    }),
    charge: moneySchema.openapi({
      description: "What checkout will charge: more when the patron covers the fee.",
    }),
    checkout_url: z.url().openapi({
      description: "Send the patron here. Nothing is charged before they pay.",
    }),
    status_url: z.url(),
    created_at: z.iso.datetime(),
  })
  .openapi("StartedTip");

export const tipSchema = z
  .object({
    id: z.string(),
    status: z.enum(TIP_STATUSES),
    amount: moneySchema,
    charge: moneySchema.nullable(),
    created_at: z.iso.datetime(),
    paid_at: z.iso.datetime().nullable(),
    credited_at: z.iso.datetime().nullable(),
    receipt_url: z.url().nullable().openapi({
      description: "The permanent receipt, once the tip is credited.",
    }),
  })
  .openapi("Tip");

export const problemSchema = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.number().int(),
    detail: z.string().optional(),
    code: z.string().openapi({ example: "INVALID_INPUT" }),
    errors: z.array(z.object({ field: z.string(), message: z.string() })).optional(),
    request_id: z.string(),
  })
  .openapi("Problem");
