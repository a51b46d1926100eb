import { sql } from "drizzle-orm";
import {
  boolean,
  char,
  check,
  foreignKey,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  smallint,
  text,
  unique,
  uniqueIndex,
} from "drizzle-orm/pg-core";
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
    brandColour: char("brand_colour", { length: 7 }).notNull().default("#0f766e"),
    logoKey: text("logo_key"),
    createdAt: createdAt(),
  },
  (t) => [
    check("organisations_currency_is_iso", sql`${t.currency} ~ '^[A-Z]{3}$'`),
    check("organisations_brand_colour_is_hex", sql`${t.brandColour} ~ '^#[0-9a-f]{6}$'`),
  ],
);

/** What an organisation chose to differ from the defaults in domain/organisations/settings.ts, one row a choice. */
export const organisationSettings = pgTable(
  "organisation_settings",
  {
    organisationId: text("organisation_id")
      .notNull()
      .references(() => organisations.id),
    key: text("key").notNull(),
    value: jsonb("value").notNull(),
    updatedAt: instant("updated_at").notNull(),
  },
  (t) => [primaryKey({ name: "organisation_settings_pk", columns: [t.organisationId, t.key] })],
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
    settlementCadence: text("settlement_cadence", { enum: ["daily", "weekly", "threshold"] })
      .notNull()
      .default("daily"),
    /** ISO day of the week, Monday 1; only for the weekly cadence. */
    settlementWeekday: smallint("settlement_weekday"),
    /** What a guard must be owed before a payout is made. */
    settlementThresholdMinor: minor("settlement_threshold_minor").notNull().default(sql`0`),
    /** Who bears what a rail charges for sending a payout. */
    transferFeeBearer: text("transfer_fee_bearer", { enum: ["guard", "organisation"] })
      .notNull()
      .default("organisation"),
    /** How much of the platform's fee is kept for refunds and lost disputes, in hundredths of a percent. */
    reserveBps: integer("reserve_bps").notNull().default(0),
    /** Who bears a rail's fee that does not come back with a refund. */
    refundFeeBearer: text("refund_fee_bearer", { enum: ["reserve", "organisation"] })
      .notNull()
      .default("reserve"),
    /** A refund by staff of more than this wants a second person; zero: every one does. */
    refundCheckAboveMinor: minor("refund_check_above_minor").notNull().default(sql`0`),
    createdAt: createdAt(),
  },
  (t) => [
    primaryKey({ name: "organisation_policies_pk", columns: [t.organisationId, t.version] }),
    check("policies_bounds_are_ordered", sql`0 < ${t.minimumMinor} and ${t.minimumMinor} <= ${t.maximumMinor}`),
    check(
      "policies_weekly_cadence_has_a_day",
      sql`(${t.settlementCadence} = 'weekly') = (${t.settlementWeekday} is not null) and (${t.settlementWeekday} is null or ${t.settlementWeekday} between 1 and 7)`,
    ),
    check("policies_threshold_is_not_negative", sql`${t.settlementThresholdMinor} >= 0`),
    check("policies_reserve_within_the_fee", sql`${t.reserveBps} between 0 and 10000`),
    check("policies_refund_limit_is_not_negative", sql`${t.refundCheckAboveMinor} >= 0`),
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
    /** What patrons read. */
    name: text("name").notNull(),
    kind: text("kind", { enum: ["gate", "estate", "mall", "office", "other"] })
      .notNull()
      .default("gate"),
    address: text("address"),
    status: text("status", { enum: ["active", "closed"] })
      .notNull()
      .default("active"),
    createdAt: createdAt(),
  },
  (t) => [
    unique("sites_id_within_organisation").on(t.organisationId, t.id),
    uniqueIndex("sites_one_open_per_name")
      .on(t.organisationId, sql`lower(${t.name})`)
      .where(sql`${t.status} = 'active'`),
  ],
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
    /** What `displayName` was made from. */
    shownAs: text("shown_as", { enum: ["name", "badge", "initials"] })
      .notNull()
      .default("name"),
    badgeNumber: text("badge_number"),
    employeeId: text("employee_id").notNull(),
    /** E.164. */
    phone: text("phone"),
    language: text("language").notNull().default("en"),
    photoKey: text("photo_key"),
    updatedAt: instant("updated_at").notNull().defaultNow(),
    leftAt: instant("left_at"),
    createdAt: createdAt(),
  },
  (t) => [
    check("guards_phone_is_e164", sql`${t.phone} ~ '^\\+[1-9][0-9]{6,14}$'`),
    check("guards_left_has_a_time", sql`(${t.status} = 'left') = (${t.leftAt} is not null)`),
    index("guards_by_name").on(t.organisationId, t.lastName, t.firstName, t.id),
    index("guards_by_site").on(t.organisationId, t.siteId),
    foreignKey({
      name: "guards_site_in_same_organisation",
      columns: [t.organisationId, t.siteId],
      foreignColumns: [sites.organisationId, sites.id],
    }),
    unique("guards_id_within_organisation").on(t.organisationId, t.id),
    unique("guards_employee_id_within_organisation").on(t.organisationId, t.employeeId),
  ],
);
