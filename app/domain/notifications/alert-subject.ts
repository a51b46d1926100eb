import { type SQL, sql } from "drizzle-orm";

/** A thing that an alert is about, as its people call it. */
export interface AlertSubject {
  type: "code" | "site" | "guard" | "payout_account" | "print" | "payout" | "refund" | "dispute";
  id: string;
  name: string;
  /** Whose it is, where it is a guard's. */
  guardId: string | null;
}

/** A subject is an id, alone or before a colon. A payout's is that of one of its attempts. */
const SUBJECT_ID = sql`split_part(a.subject, ':', 1)`;
const GUARD = sql`g.first_name || ' ' || g.last_name`;

const WITH_GUARD: readonly AlertSubject["type"][] = ["code", "guard", "payout_account", "payout", "refund", "dispute"];

/** What the alert `a` is about; each kind of id belongs to one table. */
export const SUBJECT = sql`coalesce(
  ${one("code", sql`${GUARD} || ', code ' || c.serial`, sql`qr_codes c ${ofGuard("c")}`, "c")},
  ${one("site", sql`s.name`, sql`sites s`, "s")},
  ${one("guard", GUARD, sql`guards g`, "g")},
  ${one("payout_account", GUARD, sql`payout_accounts p ${ofGuard("p")}`, "p")},
  ${one("print", sql`'Print of ' || j.total || case when j.total = 1 then ' code' else ' codes' end`, sql`print_jobs j`, "j")},
  ${one("payout", GUARD, sql`payout_attempts o join payouts p on p.id = o.payout_id ${ofGuard("p")}`, "p", sql`o.reference`)},
  ${one("payout", GUARD, sql`payouts p ${ofGuard("p")}`, "p")},
  ${one("refund", GUARD, sql`refunds r join tips t on t.id = r.tip_id ${ofGuard("t")}`, "r")},
  ${one("dispute", GUARD, sql`disputes d join tips t on t.id = d.tip_id ${ofGuard("t")}`, "d")}
)`;

function one(type: AlertSubject["type"], name: SQL, tables: SQL, row: string, id = column(row, "id")): SQL {
  const guardId = WITH_GUARD.includes(type) ? sql`g.id` : sql`null`;
  return sql`(select jsonb_build_object('type', ${type}::text, 'id', ${column(row, "id")}, 'name', ${name}, 'guardId', ${guardId})
    from ${tables} where ${column(row, "organisation_id")} = a.organisation_id and ${id} = ${SUBJECT_ID})`;
}

function ofGuard(row: string): SQL {
  return sql`join guards g on (g.organisation_id, g.id) = (${column(row, "organisation_id")}, ${column(row, "guard_id")})`;
}

function column(row: string, name: string): SQL {
  return sql.raw(`${row}.${name}`);
}
