import { bigint, text, timestamp } from "drizzle-orm/pg-core";

/** Minor units of some currency: kobo, cents, pesewas. Never a float, never numeric. */
export const minor = (name: string) => bigint(name, { mode: "bigint" });

/** An instant, stored UTC to the microsecond. */
export const instant = (name: string) => timestamp(name, { withTimezone: true, precision: 6, mode: "date" });

/** A prefixed, sortable id (app/core/ids.ts). */
export const id = () => text("id").primaryKey();

export const createdAt = () => instant("created_at").notNull().defaultNow();
