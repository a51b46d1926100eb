import { type SQL, sql } from "drizzle-orm";
import { z } from "zod";

interface SettingRule {
  schema: z.ZodType;
  default: boolean | number | string;
  /** What staff read; null for what pages set by themselves. */
  words: { label: string; hint: string; unit?: string; options?: Readonly<Record<string, string>> } | null;
}

/** As a switch sends it, or as it is kept. */
const onOrOff = z.preprocess(
  (value) => (value === "on" ? true : value === "off" ? false : value),
  z.boolean("Choose on or off."),
);

/** Everything an organisation may have differently, with what holds while it says nothing. */
export const SETTINGS = {
  "setup.confirmed": { schema: z.boolean(), default: false, words: null },
  "guards.shown_as": {
    schema: z.enum(["name", "badge", "initials"]),
    default: "name",
    words: {
      label: "New guards are shown by",
      hint: "What patrons read on the page and the poster. Each guard may choose otherwise.",
      options: { name: "First name and initial", badge: "Badge number", initials: "Initials" },
    },
  },
  "patrons.may_write": {
    schema: onOrOff,
    default: true,
    words: {
      label: "Patrons may leave a message",
      hint: "A field for a few words on each guard’s page. Off, it is not there, and nothing that is sent all the same is kept.",
    },
  },
  "alerts.silence_days": {
    schema: z.coerce.number("Write a number of days.").int().min(1, "At least 1 day.").max(60, "At most 60 days."),
    default: 7,
    words: {
      label: "Alert when a code is silent for",
      hint: "Nobody opened its page for so long: it may be lost, covered or torn off.",
      unit: "days",
    },
  },
  "alerts.scan_drop_percent": {
    schema: z.coerce.number("Write a percentage.").int().min(10, "At least 10 %.").max(95, "At most 95 %."),
    default: 60,
    words: {
      label: "Alert when scans fall by",
      hint: "Against the weeks before. A sudden fall may be another code stuck over yours.",
      unit: "%",
    },
  },
} as const satisfies Record<string, SettingRule>;

export type SettingKey = keyof typeof SETTINGS;
export type Settings = { [Key in SettingKey]: z.output<(typeof SETTINGS)[Key]["schema"]> };
export const SETTING_KEYS = Object.keys(SETTINGS) as SettingKey[];

/** Every setting of an organisation out of its rows; a row that no longer fits its rule counts as none. */
export function readSettings(rows: readonly { key: string; value: unknown }[]): Settings {
  const values = SETTING_KEYS.map((key) => {
    const row = rows.find((candidate) => candidate.key === key);
    const read = SETTINGS[key].schema.safeParse(row?.value);
    return [key, row && read.success ? read.data : SETTINGS[key].default] as const;
  });
  return Object.fromEntries(values) as Settings;
}

/** A setting inside a statement over many organisations, as jsonb: `${settingOf("alerts.silence_days", sql`o.id`)}::int`. */
export function settingOf(key: SettingKey, organisationId: SQL): SQL {
  return sql`coalesce(
    (select value from organisation_settings where organisation_id = ${organisationId} and key = ${key}),
    ${JSON.stringify(SETTINGS[key].default)}::jsonb)`;
}

/** The insert that records a choice of some CTE `from`, for statements that confirm one along the way. */
export function settingInsert(organisationId: string, key: SettingKey, value: unknown, at: Date, from: SQL): SQL {
  return sql`insert into organisation_settings (organisation_id, key, value, updated_at)
    select ${organisationId}, ${key}, ${JSON.stringify(value)}::jsonb, ${at}::timestamptz from ${from}
    on conflict (organisation_id, key) do update set value = excluded.value, updated_at = excluded.updated_at`;
}
