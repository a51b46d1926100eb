import { type SQL, sql } from "drizzle-orm";
import { type Ctx, query } from "../context.ts";
import { beyond, type Cursors, inOrder, keyOf, type Order, type Page, pageOf, readPlace } from "../keyset.ts";
import { requireStaff, type StaffActor } from "../permissions.ts";
import { matchesAll } from "../searching.ts";
import { type AlertSubject, SUBJECT } from "./alert-subject.ts";

/** Something a person must look at, or has looked at. */
export interface Alert {
  id: string;
  kind: string;
  subject: string;
  detail: string;
  raisedAt: string;
  resolvedAt: string | null;
  /** What it is about, by name; null where that has none. */
  about: AlertSubject | null;
}

export interface AlertList extends Cursors {
  state: "open" | "resolved";
  /** Words of what it says or of what it is about. */
  search?: string;
}

/** Asante's own work has this organisation; its alerts are those that belong to no tenant. */
const PLATFORM = "org-platform";
const PAGE_SIZE = 50;
const NEWEST_FIRST: Order = {
  columns: [
    { value: sql`a.raised_at`, kind: "instant" },
    { value: sql`a.id`, kind: "text" },
  ],
  isDescending: true,
};

/** The alerts of the organisation that the staff member is at work in, newest first. Throws FORBIDDEN. */
export async function listAlerts(ctx: Ctx, list: AlertList): Promise<Page<Alert>> {
  const actor = requireStaff(ctx.actor, "alerts.read", ctx.clock.now());
  const place = readPlace(list, NEWEST_FIRST);
  const state = list.state === "open" ? sql`a.resolved_at is null` : sql`a.resolved_at is not null`;
  const text = sql`concat_ws(' ', translate(a.kind, '._', '  '), a.detail, t.about->>'name')`;
  const rows = await query<Alert & { key: string[] }>(
    ctx.db,
    sql`select a.id, a.kind, a.subject, a.detail, a.raised_at as "raisedAt", a.resolved_at as "resolvedAt", t.about,
        ${keyOf(NEWEST_FIRST)} as key
      from alerts a, lateral (select ${SUBJECT} as about) t
      where ${ofOrganisation(actor)} and ${state} and ${matchesAll(list.search ?? "", text)}
        and ${beyond(NEWEST_FIRST, place)}
      order by ${inOrder(NEWEST_FIRST, place)} limit ${PAGE_SIZE + 1}`,
  );
  return pageOf(rows, PAGE_SIZE, place);
}

/** Whose alerts `a` somebody sees to. */
export function ofOrganisation({ organisationId, role }: StaffActor): SQL {
  if (organisationId === PLATFORM && role === "platform") return sql`a.organisation_id is null`;
  return sql`a.organisation_id = ${organisationId}`;
}
