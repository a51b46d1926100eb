import { sql } from "drizzle-orm";
import { char, check, integer, pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import { instant, minor } from "../columns.ts";

/**
 * What a rail charges to take a payment, as dated versions (paystack.md §6). Used for estimates shown to people;
 * what the rail really charged is what is booked.
 */
export const feeSchedules = pgTable(
  "fee_schedules",
  {
    rail: text("rail").notNull(),
    country: char("country", { length: 2 }).notNull(),
    channel: text("channel").notNull(),
    version: integer("version").notNull(),
    inForceFrom: instant("in_force_from").notNull(),
    percentBps: integer("percent_bps").notNull(),
    flatMinor: minor("flat_minor").notNull(),
    /** The flat part is waived for charges below this. */
    flatFromMinor: minor("flat_from_minor").notNull(),
    capMinor: minor("cap_minor"),
    /** Tax added on top of the fee, where the published price excludes it. */
    vatBps: integer("vat_bps").notNull().default(0),
    source: text("source").notNull(),
  },
  (t) => [
    primaryKey({ name: "fee_schedules_pk", columns: [t.rail, t.country, t.channel, t.version] }),
    check("fee_schedules_not_negative", sql`${t.percentBps} between 0 and 10000 and ${t.flatMinor} >= 0`),
  ],
);

/**
 * What a rail charges to send money, as dated versions of bands (paystack.md §4, “Transfer fees”). An amount outside of
 * every band cannot be sent. Used for planning and for estimates; what the rail really charged is what is booked.
 */
export const transferFeeSchedules = pgTable(
  "transfer_fee_schedules",
  {
    rail: text("rail").notNull(),
    currency: char("currency", { length: 3 }).notNull(),
    kind: text("kind", { enum: ["bank", "mobile_money"] }).notNull(),
    version: integer("version").notNull(),
    inForceFrom: instant("in_force_from").notNull(),
    fromMinor: minor("from_minor").notNull(),
    /** The largest amount of the band; null where none is known. */
    upToMinor: minor("up_to_minor"),
    feeMinor: minor("fee_minor").notNull(),
    source: text("source").notNull(),
  },
  (t) => [
    primaryKey({
      name: "transfer_fee_schedules_pk",
      columns: [t.rail, t.currency, t.kind, t.version, t.fromMinor],
    }),
    check("transfer_fee_schedules_band_is_not_empty", sql`0 < ${t.fromMinor} and ${t.fromMinor} <= ${t.upToMinor}`),
    check("transfer_fee_schedules_fee_is_not_negative", sql`${t.feeMinor} >= 0`),
  ],
);
