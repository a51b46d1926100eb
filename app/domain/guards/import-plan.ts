import { csvOf } from "./csv.ts";
import { COLUMNS, type Column, type FileRow, readLanguage, readShownAs } from "./import-file.ts";
import {
  GUARD_STATUSES,
  type GuardDetails,
  type GuardLanguage,
  type GuardStatus,
  guardDetails,
  type ShownAs,
} from "./input.ts";
import { readPhone } from "./phone.ts";
import { displayNameOf } from "./rules.ts";

/** A guard whom the file names and who is there already. */
export interface StandingGuard extends GuardDetails {
  id: string;
  status: GuardStatus;
  siteName: string;
  /** When they were last changed, as the database writes it. */
  updatedAt: string;
}

/** What a file is checked against. */
export interface ImportFacts {
  /** The organisation's, for who is new and names none. */
  language: GuardLanguage;
  country: string;
  /** What patrons see of somebody new, unless the file says. */
  shownAs: ShownAs;
  sites: readonly { id: string; name: string }[];
  guards: readonly StandingGuard[];
  /** Sites that are not there are to be made, with ids from here. */
  newSiteId: (() => string) | null;
}

/** What is wrong with one cell, and what to do about it. */
export interface RowError {
  row: number;
  employeeId: string;
  column: string;
  value: string;
  message: string;
}

/** A guard as the import would have them. */
export interface PlannedGuard extends GuardDetails {
  row: number;
  /** Null for somebody new. */
  standing: StandingGuard | null;
  displayName: string;
  siteName: string;
  status: GuardStatus;
  /** The columns that change. */
  changes: string[];
}

export interface ImportPlan {
  created: PlannedGuard[];
  changed: PlannedGuard[];
  unchanged: number;
  errors: RowError[];
  rowsWithErrors: number;
  newSites: { id: string; name: string }[];
}

/** Decides what each row of a file would do. A cell that is empty clears what may be empty; a missing column leaves all as it is. */
export function planImport(rows: readonly FileRow[], facts: ImportFacts): ImportPlan {
  const plan: ImportPlan = { created: [], changed: [], unchanged: 0, errors: [], rowsWithErrors: 0, newSites: [] };
  const known = {
    guards: new Map(facts.guards.map((guard) => [guard.employeeId, guard])),
    sites: new Map(facts.sites.map((site) => [site.name.toLowerCase(), site])),
    rows: new Map<string, number>(),
  };
  for (const row of rows) {
    const reading = readRow(row, facts, known, plan.newSites);
    if (Array.isArray(reading)) {
      plan.errors.push(...reading);
      plan.rowsWithErrors += 1;
    } else if (reading.standing === null) plan.created.push(reading);
    else if (reading.changes.length > 0) plan.changed.push(reading);
    else plan.unchanged += 1;
  }
  return plan;
}

interface Known {
  guards: ReadonlyMap<string, StandingGuard>;
  sites: Map<string, { id: string; name: string }>;
  /** The row in which the file first names an employee. */
  rows: Map<string, number>;
}

function readRow(
  file: FileRow,
  facts: ImportFacts,
  known: Known,
  newSites: ImportPlan["newSites"],
): PlannedGuard | RowError[] {
  const { row, values } = file;
  const employeeId = values.employeeId ?? "";
  const errors: RowError[] = [];
  const wrong = (column: Column, message: string) =>
    errors.push({ row, employeeId, column: COLUMNS[column].title, value: values[column] ?? "", message });

  if (file.isBroken)
    wrong("employeeId", "A quotation mark is not closed in this row. Put cells with quotation marks right.");
  const standing = known.guards.get(employeeId) ?? null;
  const earlier = known.rows.get(employeeId);
  if (employeeId !== "" && earlier !== undefined)
    wrong("employeeId", `Row ${earlier} has the same employee id. Keep one of them.`);
  else known.rows.set(employeeId, row);

  const site = siteOf(values.site ?? "", standing, facts, known, newSites);
  if (typeof site === "string") wrong("site", site);
  const reading = guardDetails.safeParse({
    ...cellsOf(values, standing, facts),
    siteId: typeof site === "string" ? "unknown" : site.id,
  });
  for (const { path, message } of reading.error?.issues ?? []) wrong(columnNamed(path[0]), message);
  if (values.phone && readPhone(values.phone, facts.country) === null) {
    wrong("phone", phoneTrouble(values.phone));
  }
  const status = statusOf(values.status, standing);
  if (status === null) wrong("status", "A new guard is active or draft. Write one of them, or leave the cell empty.");
  if (!reading.success || errors.length > 0 || typeof site === "string" || status === null) return errors;
  const planned = {
    ...reading.data,
    row,
    standing,
    status,
    siteName: site.name,
    displayName: displayNameOf(reading.data),
  };
  const changes = standing === null ? [] : changesOf(standing, reading.data);
  if (standing?.status === "left" && changes.length > 0) {
    wrong("employeeId", "This guard has left and cannot be changed. Take the row out, or give a new employee id.");
    return errors;
  }
  return { ...planned, changes };
}

/** A cell that is not there leaves what is; a phone that cannot be read stays as it was written. */
function cellsOf(values: FileRow["values"], standing: StandingGuard | null, facts: ImportFacts) {
  const { badgeNumber, phone, language, shownAs } = values;
  return {
    employeeId: values.employeeId,
    firstName: values.firstName,
    lastName: values.lastName,
    badgeNumber: badgeNumber === undefined ? (standing?.badgeNumber ?? null) : badgeNumber || null,
    phone: phone === undefined ? (standing?.phone ?? null) : phone ? (readPhone(phone, facts.country) ?? phone) : null,
    language: language ? readLanguage(language) : (standing?.language ?? facts.language),
    shownAs: shownAs ? readShownAs(shownAs) : (standing?.shownAs ?? facts.shownAs),
  };
}

/** The site, or what is wrong with it. */
function siteOf(
  name: string,
  standing: StandingGuard | null,
  facts: ImportFacts,
  known: Known,
  newSites: ImportPlan["newSites"],
): { id: string; name: string } | string {
  if (name === "") return "Name the site.";
  if (standing && standing.siteName.toLowerCase() === name.toLowerCase()) {
    return { id: standing.siteId, name: standing.siteName };
  }
  const found = known.sites.get(name.toLowerCase());
  if (found) return found;
  if (facts.newSiteId === null) return "There is no open site of this name. Correct it, or add the site first.";
  if (name.length > 80) return "Use at most 80 characters for a site's name.";
  const site = { id: facts.newSiteId(), name };
  known.sites.set(name.toLowerCase(), site);
  newSites.push(site);
  return site;
}

/** The status counts for somebody new only: who is there is suspended or leaves by an action of its own. */
function statusOf(text: string | undefined, standing: StandingGuard | null): GuardStatus | null {
  if (standing) return standing.status;
  const bare = (text ?? "").toLowerCase() || "active";
  const status = GUARD_STATUSES.find((known) => known === bare);
  return status === "active" || status === "draft" ? status : null;
}

const COMPARED = ["firstName", "lastName", "badgeNumber", "phone", "language", "shownAs"] as const;

function changesOf(standing: StandingGuard, wanted: GuardDetails): string[] {
  const changes: string[] = COMPARED.filter((key) => standing[key] !== wanted[key]).map((key) => COLUMNS[key].title);
  return standing.siteId === wanted.siteId ? changes : [...changes, COLUMNS.site.title];
}

function columnNamed(key: PropertyKey | undefined): Column {
  return typeof key === "string" && key in COLUMNS ? (key as Column) : "site";
}

function phoneTrouble(text: string): string {
  return /^\d(?:[.,]\d+)?e\+?\d+$/i.test(text)
    ? "Your spreadsheet has shortened this number. Format the column as text, and write it out."
    : "This is not a mobile number of your country. Begin with + and the country's code for another.";
}

/** The errors as a file, to mend the upload beside it. */
export function importErrorsCsv(errors: readonly RowError[]): string {
  const rows = errors.map(({ row, employeeId, column, value, message }) => [
    String(row),
    employeeId,
    column,
    value,
    message,
  ]);
  return csvOf([["Row", "Employee id", "Column", "Value", "What to do"], ...rows]);
}
