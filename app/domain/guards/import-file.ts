import { csvOf, readCsv } from "./csv.ts";
import type { GuardRow } from "./guard-list.ts";
import { GUARD_LANGUAGES, SHOWN_AS } from "./input.ts";

export const IMPORT_MAX_BYTES = 5 * 1024 * 1024;
export const IMPORT_MAX_ROWS = 5_000;

/** The columns of a file of guards, by what they are called in exports and in the template. */
export const COLUMNS = {
  employeeId: { title: "Employee id", also: ["employeeid", "employeenumber", "employeeno", "staffid", "id"] },
  firstName: { title: "First name", also: ["firstname", "givenname", "forename"] },
  lastName: { title: "Last name", also: ["lastname", "surname", "familyname"] },
  site: { title: "Site", also: ["site", "sitename", "location", "post"] },
  badgeNumber: { title: "Badge number", also: ["badgenumber", "badge", "badgeno"] },
  phone: { title: "Phone", also: ["phone", "phonenumber", "mobile", "mobilenumber", "telephone"] },
  language: { title: "Language", also: ["language", "lang"] },
  shownAs: { title: "Shown as", also: ["shownas", "shown", "displayas"] },
  status: { title: "Status", also: ["status"] },
} as const;
export type Column = keyof typeof COLUMNS;
const REQUIRED: readonly Column[] = ["employeeId", "firstName", "lastName", "site"];
const NAMES = Object.keys(COLUMNS) as Column[];

/** A row as it stands in the file; a column that the file does not have is undefined. */
export interface FileRow {
  row: number;
  isBroken: boolean;
  values: Partial<Record<Column, string>>;
}

export type FileReading =
  | { status: "read"; rows: FileRow[]; ignored: string[] }
  | { status: "unreadable"; message: string };

/** Reads a file of guards. What makes no sense of the whole file is said in one sentence. */
export function readGuardFile(bytes: Uint8Array): FileReading {
  if (bytes.length > IMPORT_MAX_BYTES) return unreadable("The file is larger than 5 MB. Split it into smaller ones.");
  const reading = readCsv(bytes);
  if (reading.status === "unreadable") return reading;
  const columns = reading.header.map(columnOf);
  const missing = REQUIRED.filter((name) => !columns.includes(name)).map((name) => `“${COLUMNS[name].title}”`);
  if (missing.length > 0) {
    const needs = missing.length === 1 ? "column is" : "columns are";
    return unreadable(
      `The ${needs} missing: ${missing.join(", ")}. The first row must name the columns, as the template does.`,
    );
  }
  const twice = columns.find((name, i) => name !== null && columns.indexOf(name) !== i);
  if (twice) return unreadable(`The column “${COLUMNS[twice].title}” is there twice. Keep one of them.`);
  if (reading.rows.length === 0) return unreadable("The file has a header and no rows. Add a row for each guard.");
  if (reading.rows.length > IMPORT_MAX_ROWS) {
    return unreadable(`The file has ${reading.rows.length} rows, and 5,000 can be imported at once. Split it.`);
  }
  const rows = reading.rows.map(({ row, cells, isBroken }) => ({
    row,
    isBroken,
    values: Object.fromEntries(columns.flatMap((name, i) => (name === null ? [] : [[name, cells[i] ?? ""]]))),
  }));
  return { status: "read", rows, ignored: reading.header.filter((title, i) => columns[i] === null && title !== "") };
}

function columnOf(title: string): Column | null {
  const bare = title.toLowerCase().replaceAll(/[^a-z0-9]/g, "");
  return NAMES.find((name) => (COLUMNS[name].also as readonly string[]).includes(bare)) ?? null;
}

const HEADER = NAMES.map((name) => COLUMNS[name].title);

/** Two made-up guards under the right header. */
export function guardTemplate(): string {
  return csvOf([
    HEADER,
    ["EMP-001", "Emeka", "Okafor", "Main gate", "PG-014", "", "en", "name", "active"],
    ["EMP-002", "Adaeze", "Eze", "Car park", "PG-015", "", "en", "badge", "draft"],
  ]);
}

/** The header of an export, which an import takes back. */
export function guardCsvHeader(): string {
  return csvOf([HEADER]);
}

/** Guards as rows of an export, without a header. */
export function guardCsv(guards: readonly Pick<GuardRow, keyof GuardRow & string>[]): string {
  return csvOf(
    guards.map((guard) => [
      guard.employeeId,
      guard.firstName,
      guard.lastName,
      guard.siteName,
      guard.badgeNumber ?? "",
      guard.phone ?? "",
      guard.language,
      guard.shownAs,
      guard.status,
    ]),
  );
}

/** A language by its code or its name; null for what is neither. */
export function readLanguage(text: string): keyof typeof GUARD_LANGUAGES | null {
  const bare = text.toLowerCase();
  const codes = Object.keys(GUARD_LANGUAGES) as (keyof typeof GUARD_LANGUAGES)[];
  return codes.find((code) => code === bare || GUARD_LANGUAGES[code].toLowerCase() === bare) ?? null;
}

/** What patrons see, as a person may have written it; null for what makes no sense. */
export function readShownAs(text: string): (typeof SHOWN_AS)[number] | null {
  const bare = text
    .toLowerCase()
    .replace(/^display /, "")
    .replace(/ number$/, "");
  return SHOWN_AS.find((shown) => shown === bare) ?? null;
}

function unreadable(message: string): FileReading {
  return { status: "unreadable", message };
}
