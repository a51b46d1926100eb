import { sql } from "drizzle-orm";
import {
  check,
  date,
  foreignKey,
  index,
  integer,
  pgTable,
  primaryKey,
  text,
  unique,
  uniqueIndex,
} from "drizzle-orm/pg-core";
import { createdAt, id, instant } from "../columns.ts";
import { guards } from "./organisations.ts";

/** A signed code that leads to one guard. Regenerating revokes the old one; history is kept. */
export const qrCodes = pgTable(
  "qr_codes",
  {
    id: id(),
    organisationId: text("organisation_id").notNull(),
    guardId: text("guard_id").notNull(),
    token: text("token").notNull().unique("qr_codes_token_is_unique"),
    serial: text("serial").notNull().unique("qr_codes_serial_is_unique"),
    version: integer("version").notNull(),
    status: text("status", { enum: ["active", "revoked"] }).notNull(),
    /** When the edge copy was last written; null means that it is out of date. */
    snapshotAt: instant("snapshot_at"),
    createdAt: createdAt(),
    revokedAt: instant("revoked_at"),
  },
  (t) => [
    foreignKey({
      name: "qr_codes_guard_in_same_organisation",
      columns: [t.organisationId, t.guardId],
      foreignColumns: [guards.organisationId, guards.id],
    }),
    unique("qr_codes_id_within_organisation").on(t.organisationId, t.id),
    unique("qr_codes_version_within_guard").on(t.guardId, t.version),
    uniqueIndex("qr_codes_one_active_per_guard").on(t.guardId).where(sql`${t.status} = 'active'`),
    index("qr_codes_by_snapshot").on(t.snapshotAt.asc().nullsFirst()).where(sql`${t.status} = 'active'`),
    check("qr_codes_revoked_has_a_time", sql`(${t.status} = 'revoked') = (${t.revokedAt} is not null)`),
  ],
);

/** “Report pressure”: anonymous by construction, nothing here can name the patron. */
export const pressureReports = pgTable(
  "pressure_reports",
  {
    id: id(),
    organisationId: text("organisation_id").notNull(),
    codeId: text("code_id").notNull(),
    kind: text("kind", { enum: ["asked_for_money", "entry_refused", "wrong_person", "other"] }).notNull(),
    details: text("details"),
    createdAt: createdAt(),
  },
  (t) => [
    foreignKey({
      name: "pressure_reports_code_in_same_organisation",
      columns: [t.organisationId, t.codeId],
      foreignColumns: [qrCodes.organisationId, qrCodes.id],
    }),
    check("pressure_reports_details_are_short", sql`char_length(${t.details}) <= 500`),
  ],
);

/** How often a code's page was opened, a day in the organisation's zone. Nobody is counted: no cookie, no address. */
export const codeScans = pgTable(
  "code_scans",
  {
    organisationId: text("organisation_id").notNull(),
    codeId: text("code_id").notNull(),
    day: date("day", { mode: "string" }).notNull(),
    scans: integer("scans").notNull(),
  },
  (t) => [
    primaryKey({ name: "code_scans_once_a_day", columns: [t.codeId, t.day] }),
    index("code_scans_by_day").on(t.organisationId, t.day),
    foreignKey({
      name: "code_scans_code_in_same_organisation",
      columns: [t.organisationId, t.codeId],
      foreignColumns: [qrCodes.organisationId, qrCodes.id],
    }),
    check("code_scans_count_up", sql`${t.scans} > 0`),
  ],
);
