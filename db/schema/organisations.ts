import { sql } from "drizzle-orm";
import { boolean, char, check, foreignKey, integer, pgTable, primaryKey, text, unique } from "drizzle-orm/pg-core";
import { createdAt, id, instant, minor } from "../columns.ts";

/** A tenant. The one of kind `platform` is Asante itself, which owns money that no tenant can be named for. */
export const organisations = pgTable(
  "organisations",
  {
    id: id(),
    kind: text("kind", { enum: ["tenant", "platform"] })
      .notNull()
      .default("tenant"),
    status: text("status", { enum: ["active", "suspended"] })
      .notNull()
      .default("active"),
    name: text("name").notNull(),
    slug: text("slug").notNull().unique("organisations_slug_is_unique"),
    country: char("country", { length: 2 }).notNull(),
    currency: char("currency", { length: 3 }).notNull(),
    timeZone: text("time_zone").notNull(),
    language: text("language").notNull().default("en"),
    createdAt: createdAt(),
  },
  (t) => [check("organisations_currency_is_iso", sql`${t.currency} ~ '^[A-Z]{3}$'`)],
);

/** What an organisation decided about tips, as dated versions: the highest version in force counts. */
export const organisationPolicies = pgTable(
  "organisation_policies",
  {
    organisationId: text("organisation_id")
      .notNull()
      .references(() => organisations.id),
    version: integer("version").notNull(),
    inForceFrom: instant("in_force_from").notNull(),
    presetsMinor: minor("presets_minor").array().notNull(),
    minimumMinor: minor("minimum_minor").notNull(),
    maximumMinor: minor("maximum_minor").notNull(),
    platformFeeBps: integer("platform_fee_bps").notNull(),
    railFeeBearer: text("rail_fee_bearer", { enum: ["guard", "organisation"] }).notNull(),
    patronMayCoverFee: boolean("patron_may_cover_fee").notNull(),
    createdAt: createdAt(),
  },
  (t) => [
    primaryKey({ name: "organisation_policies_pk", columns: [t.organisationId, t.version] }),
    check("policies_bounds_are_ordered", sql`0 < ${t.minimumMinor} and ${t.minimumMinor} <= ${t.maximumMinor}`),
    check("policies_platform_fee_below_whole", sql`${t.platformFeeBps} between 0 and 5000`),
  ],
);

/** A gate, an estate, a mall: where guards stand. */
export const sites = pgTable(
  "sites",
  {
    id: id(),
    organisationId: text("organisation_id")
      .notNull()
      .references(() => organisations.id),
    name: text("name").notNull(),
    createdAt: createdAt(),
  },
  (t) => [unique("sites_id_within_organisation").on(t.organisationId, t.id)],
);

/** The people who are tipped. A patron sees `displayName` only: name, badge or initials, as the guard chose. */
export const guards = pgTable(
  "guards",
  {
    id: id(),
    organisationId: text("organisation_id").notNull(),
    siteId: text("site_id").notNull(),
    status: text("status", { enum: ["draft", "active", "suspended", "left"] }).notNull(),
    firstName: text("first_name").notNull(),
    lastName: text("last_name").notNull(),
    displayName: text("display_name").notNull(),
    badgeNumber: text("badge_number"),
    employeeId: text("employee_id").notNull(),
    photoKey: text("photo_key"),
    createdAt: createdAt(),
  },
  (t) => [
    foreignKey({
      name: "guards_site_in_same_organisation",
      columns: [t.organisationId, t.siteId],
      foreignColumns: [sites.organisationId, sites.id],
    }),
    unique("guards_id_within_organisation").on(t.organisationId, t.id),
    unique("guards_employee_id_within_organisation").on(t.organisationId, t.employeeId),
  ],
);
