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
