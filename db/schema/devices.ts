import { index, integer, pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import { createdAt, instant } from "../columns.ts";
import { staffUsers } from "./identity.ts";

const userId = () =>
  text("user_id")
    .notNull()
    .references(() => staffUsers.id);

/**
 * Browsers a user has fully signed in from, by the hash of a cookie: their attempts are counted apart from strangers'. One
 * that only chose a new password, by a link, is known where passwords are tried and nowhere else.
 */
export const knownDevices = pgTable(
  "known_devices",
  {
    userId: userId(),
    deviceHash: text("device_hash").notNull(),
    createdAt: createdAt(),
    seenAt: instant("seen_at").notNull(),
    /** When a second factor was last given here; null until one was. */
    factorAt: instant("factor_at"),
  },
  (t) => [
    primaryKey({ name: "known_devices_pk", columns: [t.deviceHash, t.userId] }),
    index("known_devices_by_user").on(t.userId),
  ],
);

/**
 * Wrong codes of a user's authenticator app, given behind the right password, in the day that began at `began_at`. All
 * browsers count together, known or not: whoever has password and mail must not guess on.
 */
export const staffWrongCodes = pgTable("staff_wrong_codes", {
  userId: userId().primaryKey(),
  beganAt: instant("began_at").notNull(),
  codes: integer("codes").notNull(),
  /** When the person and their organisations were told that the day's places are used up. */
  toldAt: instant("told_at"),
});
