import { type SQL, sql } from "drizzle-orm";
import { beyond, type Cursors, inOrder, keyOf, type Order, type Place } from "../keyset.ts";
import { matchesAll, wordsOf } from "../searching.ts";
import type { GuardLanguage, GuardStatus, ShownAs } from "./input.ts";

/** What a list of guards is narrowed to; null is everything. */
export interface GuardFilters {
  search: string;
  siteId: string | null;
  status: GuardStatus | null;
  hasPhoto: boolean | null;
  hasPayoutAccount: boolean | null;
}

export interface GuardList extends GuardFilters, Cursors {
  /** `name`, `site`, `created` or `status`, with a minus for the other direction. */
  sort: string | null;
}

export interface GuardRow {
  id: string;
  firstName: string;
  lastName: string;
  displayName: string;
  shownAs: ShownAs;
  badgeNumber: string | null;
  employeeId: string;
  phone: string | null;
  language: GuardLanguage;
  status: GuardStatus;
  siteId: string;
  siteName: string;
  photoKey: string | null;
  hasPayoutAccount: boolean;
  createdAt: string;
}

const text = (value: SQL) => ({ value, kind: "text" as const });
const NAME = [text(sql`g.last_name`), text(sql`g.first_name`)];
const FIRST: Record<string, Order["columns"]> = {
  name: NAME,
  site: [text(sql`s.name`), ...NAME],
  created: [{ value: sql`g.created_at`, kind: "instant" }],
  status: [text(sql`g.status`), ...NAME],
};

/** The order that an address asks for; by name unless it names another. */
export function guardOrder(sort: string | null): Order {
  const key = sort?.replace(/^-/, "") ?? "";
  const columns = (Object.hasOwn(FIRST, key) ? FIRST[key] : undefined) ?? NAME;
  return { columns: [...columns, text(sql`g.id`)], isDescending: sort?.startsWith("-") ?? false };
}

/** Reads guards in order from a place on, with each one's key. */
export function selectGuards(
  organisationId: string,
  filters: GuardFilters,
  { order, place, limit }: { order: Order; place: Place; limit: number },
): SQL {
  return sql`select g.id, g.first_name as "firstName", g.last_name as "lastName", g.display_name as "displayName",
      g.shown_as as "shownAs", g.badge_number as "badgeNumber", g.employee_id as "employeeId", g.phone, g.language,
      g.status, g.site_id as "siteId", s.name as "siteName", g.photo_key as "photoKey", g.created_at as "createdAt",
      ${HAS_PAYOUT_ACCOUNT} as "hasPayoutAccount", ${keyOf(order)} as key
    from guards g join sites s on (s.organisation_id, s.id) = (g.organisation_id, g.site_id)
    where ${guardsThat(organisationId, filters)} and ${beyond(order, place)}
    order by ${inOrder(order, place)} limit ${limit}`;
}

const HAS_PAYOUT_ACCOUNT = sql`exists (select from payout_accounts p
  where p.organisation_id = g.organisation_id and p.guard_id = g.id and p.status = 'active')`;

/** The condition of a list. */
export function guardsThat(organisationId: string, filters: GuardFilters): SQL {
  const conditions = [sql`g.organisation_id = ${organisationId}`, matches(filters.search)];
  if (filters.siteId !== null) conditions.push(sql`g.site_id = ${filters.siteId}`);
  if (filters.status !== null) conditions.push(sql`g.status = ${filters.status}`);
  if (filters.hasPhoto !== null) conditions.push(sql`(g.photo_key is not null) = ${filters.hasPhoto}`);
  if (filters.hasPayoutAccount !== null) conditions.push(sql`${HAS_PAYOUT_ACCOUNT} = ${filters.hasPayoutAccount}`);
  return sql.join(conditions, sql` and `);
}

/** A phone is found as it is dialled at home, too: 0803 123 4567 is a part of +2348031234567 but for its 0. */
function matches(search: string): SQL {
  const names = matchesAll(
    search,
    sql`concat_ws(' ', g.first_name, g.last_name, g.display_name, g.badge_number, g.employee_id, g.phone)`,
  );
  const digits = wordsOf(search)
    .join("")
    .replaceAll(/[\s().-]/g, "");
  if (!/^\+?\d{4,15}$/.test(digits)) return names;
  return sql`(${names} or g.phone like ${`%${digits.replace(/^(?:\+|0+)/, "")}%`})`;
}
