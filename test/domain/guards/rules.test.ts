import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { csvOf, readCsv } from "#app/domain/guards/csv.ts";
import { guardCsv, guardCsvHeader, readGuardFile } from "#app/domain/guards/import-file.ts";
import { planImport, type StandingGuard } from "#app/domain/guards/import-plan.ts";
import { GUARD_LANGUAGES, guardDetails, SHOWN_AS } from "#app/domain/guards/input.ts";
import { readNumber } from "#app/domain/guards/payout-accounts/rules.ts";
import { readPhone } from "#app/domain/guards/phone.ts";
import { displayNameOf } from "#app/domain/guards/rules.ts";
import { COUNTRIES } from "#app/domain/organisations/input.ts";

const bytesOf = (text: string) => new TextEncoder().encode(text);
const HEADER = "Employee id,First name,Last name,Site";
const SITES = [{ id: "site-1", name: "Main Gate" }];
const FACTS = {
  ...{ country: "NG", language: "en" as const, shownAs: "name" as const },
  ...{ sites: SITES, guards: [] as StandingGuard[], newSiteId: null },
};

function plan(text: string, facts: Partial<Parameters<typeof planImport>[1]> = {}) {
  const reading = readGuardFile(bytesOf(text));
  if (reading.status === "unreadable") throw new Error(reading.message);
  return planImport(reading.rows, { ...FACTS, ...facts });
}

describe("what patrons see of a guard", () => {
  const named = { firstName: "Émeka", lastName: "okafor", badgeNumber: "PG-014" };
  test("is the name without the rest of the last one, the badge or the initials", () => {
    expect(displayNameOf({ ...named, shownAs: "name" })).toBe("Émeka O.");
    expect(displayNameOf({ ...named, shownAs: "badge" })).toBe("Badge PG-014");
    expect(displayNameOf({ ...named, shownAs: "initials" })).toBe("É.O.");
  });

  test("is no badge without a badge number", () => {
    const guard = { ...named, phone: null, language: "en", siteId: "site-1", employeeId: "E1" };
    expect(guardDetails.safeParse({ ...guard, shownAs: "badge" }).success).toBe(true);
    const refused = guardDetails.safeParse({ ...guard, badgeNumber: "", shownAs: "badge" });
    expect(refused.error?.issues.map(({ path }) => path)).toEqual([["badgeNumber"]]);
  });
});

describe("a guard's phone", () => {
  test.each([
    ["NG", "0803 123 4567", "+2348031234567"],
    ["NG", "+234 803 123 4567", "+2348031234567"],
    ["NG", "+254712345678", "+254712345678"],
    ["KE", "0712 345 678", "+254712345678"],
    ["GH", "024 412 3456", "+233244123456"],
    ["ZA", "082 123 4567", "+27821234567"],
    ["CI", "07 01 23 45 67", "+2250701234567"],
  ])("dialled in %s as %s is kept as %s", (country, text, phone) => {
    expect(readPhone(text, country)).toBe(phone);
  });

  test.each([
    ["NG", "0803 123 456"],
    ["NG", "12345"],
    ["NG", "call 08031234567"],
    ["NG", "8.03E+12"],
    ["KE", "0803 123 4567"],
    ["NG", "08031234567 ext 3"],
  ])("is refused in %s as %s", (country, text) => {
    expect(readPhone(text, country)).toBeNull();
  });
});

describe("a file of guards", () => {
  test.each([
    ["commas", `${HEADER}\nE1,Ada,Obi,Main Gate\n`],
    ["semicolons", `${HEADER.replaceAll(",", ";")}\r\nE1;Ada;Obi;Main Gate`],
    ["tabs", `${HEADER.replaceAll(",", "\t")}\nE1\tAda\tObi\tMain Gate`],
    ["a byte order mark", `\uFEFF${HEADER}\nE1,Ada,Obi,Main Gate`],
    ["quotes", `"Employee id","First name","Last name","Site"\n"E1","Ada","Obi","Main Gate"`],
    ["another case and spacing of the header", " EMPLOYEE_ID ,first  name,LastName,site\nE1,Ada,Obi,main gate"],
    ["empty rows and spaces", `${HEADER}\n\n , , ,\n E1 , Ada ,Obi,  Main  Gate \n\n`],
  ])("is read with %s", (_, text) => {
    const { created, errors } = plan(text);
    expect(errors).toEqual([]);
    expect(created).toMatchObject([{ employeeId: "E1", firstName: "Ada", lastName: "Obi", siteId: "site-1" }]);
  });

  test("is read as UTF-16 and as Western Windows letters, too", () => {
    const text = `${HEADER}\nE1,Adé,Obi,Main Gate`;
    const utf16 = new Uint8Array([
      0xff,
      0xfe,
      ...[...text].flatMap((c) => [c.charCodeAt(0) & 255, c.charCodeAt(0) >> 8]),
    ]);
    const windows = Uint8Array.from(text, (c) => c.charCodeAt(0));
    for (const bytes of [utf16, windows]) {
      const reading = readGuardFile(bytes);
      expect(reading).toMatchObject({ status: "read", rows: [{ values: { firstName: "Adé" } }] });
    }
  });

  test.each([
    ["a workbook", "PK\u0003\u0004", /workbook/],
    ["nothing in it", "\n\n", /empty/],
    ["no row", HEADER, /no rows/],
    ["no site column", "Employee id,First name,Last name\nE1,Ada,Obi", /missing: “Site”/],
    ["a column twice", `${HEADER},Surname\nE1,Ada,Obi,Main Gate,Obi`, /“Last name” is there twice/],
    ["5,001 rows", `${HEADER}\n${"E,A,B,C\n".repeat(5_001)}`, /5001 rows/],
    ["more than 5 MB", `${HEADER}\n${"x".repeat(5_300_000)}`, /larger than 5 MB/],
  ])("with %s is refused as a whole, in words", (_, text, words) => {
    const reading = readGuardFile(bytesOf(text));
    expect(reading.status === "unreadable" && reading.message).toMatch(words);
  });

  test("tells of every wrong cell its row, its column and what to do", () => {
    const text = [
      `${HEADER},Phone,Language,Shown as,Status,Badge`,
      "E1,Ada,Obi,Main Gate,08031234567,en,name,,",
      ",,Obi,Nowhere,8.03E+12,xx,face,left,",
      "E1,Ada,Obi,Main Gate,,,badge,,",
    ].join("\n");
    const { errors, rowsWithErrors, created } = plan(text);
    expect(created).toHaveLength(1);
    expect(rowsWithErrors).toBe(2);
    expect(errors.map(({ row, column }) => `${row} ${column}`)).toEqual([
      "3 Site",
      "3 First name",
      "3 Employee id",
      "3 Language",
      "3 Shown as",
      "3 Phone",
      "3 Status",
      "4 Employee id",
      "4 Badge number",
    ]);
    expect(errors.at(-2)?.message).toBe("Row 2 has the same employee id. Keep one of them.");
  });

  test("says of a phone that a spreadsheet has shortened how to write it", () => {
    const { errors } = plan(`${HEADER},Phone\nE1,Ada,Obi,Main Gate,2.34803E+12`);
    expect(errors).toMatchObject([{ row: 2, column: "Phone", value: "2.34803E+12" }]);
    expect(errors[0]?.message).toMatch(/Format the column as text/);
  });

  test("makes each missing site once when it is asked to, and none otherwise", () => {
    const text = `${HEADER}\nE1,Ada,Obi,North Gate\nE2,Bisi,Ojo,north gate`;
    expect(plan(text).rowsWithErrors).toBe(2);
    const { created, newSites } = plan(text, { newSiteId: () => "site-new" });
    expect(newSites).toEqual([{ id: "site-new", name: "North Gate" }]);
    expect(created.map(({ siteId }) => siteId)).toEqual(["site-new", "site-new"]);
  });

  test("changes what it has a column for only, and clears what it leaves empty", () => {
    const facts = { guards: [standing({ badgeNumber: "B1", phone: "+2348031234567", language: "yo" })] };
    expect(plan(`${HEADER}\nE1,Ada,Obi,Main Gate`, facts)).toMatchObject({ unchanged: 1, changed: [] });
    const { changed } = plan(`${HEADER},Badge,Phone,Language\nE1,Ada,Eze,Main Gate,,,`, facts);
    expect(changed).toMatchObject([
      { badgeNumber: null, phone: null, language: "yo", changes: ["Last name", "Badge number", "Phone"] },
    ]);
  });

  test("never changes somebody who has left, nor the status of anybody", () => {
    const left = { guards: [standing({ status: "left" })] };
    expect(plan(`${HEADER},Status\nE1,Ada,Obi,Main Gate,active`, left)).toMatchObject({ unchanged: 1, errors: [] });
    expect(plan(`${HEADER}\nE1,Ada,Eze,Main Gate`, left).errors).toMatchObject([{ row: 2, column: "Employee id" }]);
  });
});

function standing(values: Partial<StandingGuard>): StandingGuard {
  return {
    id: "grd-1",
    status: "active",
    firstName: "Ada",
    lastName: "Obi",
    employeeId: "E1",
    badgeNumber: null,
    phone: null,
    language: "en",
    shownAs: "name",
    siteId: "site-1",
    siteName: "Main Gate",
    updatedAt: "2026-01-01 00:00:00+00",
    ...values,
  };
}

const line = (maxLength: number) =>
  fc
    .oneof(
      fc.string({ minLength: 1, maxLength, unit: "grapheme" }),
      fc.constantFrom("=1+1", "+234", "-x", "@SUM(A1)", "'=x", "''+", "'", 'say "hi"', "a,b;c\td", "Ọlá"),
    )
    .map((text) =>
      text
        .replaceAll(/[\p{Cc}\p{Surrogate}]/gu, "")
        .replaceAll(/\s+/g, " ")
        .slice(0, maxLength)
        .trim(),
    )
    .filter((text) => text !== "" && !/\p{Surrogate}/u.test(text));

const someGuard = fc
  .record({
    firstName: line(60),
    lastName: line(60),
    badgeNumber: fc.option(line(24)),
    phone: fc.constantFrom(null, "+2348031234567", "+254712345678"),
    language: fc.constantFrom(...(Object.keys(GUARD_LANGUAGES) as (keyof typeof GUARD_LANGUAGES)[])),
    shownAs: fc.constantFrom(...SHOWN_AS),
    siteName: line(80),
    status: fc.constantFrom("draft" as const, "active" as const, "suspended" as const, "left" as const),
  })
  .filter(({ shownAs, badgeNumber }) => shownAs !== "badge" || badgeNumber !== null);

describe("an export of guards", () => {
  test("is taken back by an import as nothing new, whatever they are called", () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(line(40), { minLength: 1, maxLength: 8 }),
        fc.array(someGuard, { minLength: 8, maxLength: 8 }),
        (ids, people) => {
          const guards = ids.map((employeeId, i) =>
            standing({ ...people[i], employeeId, id: `grd-${i}`, siteId: `s-${i}` }),
          );
          const rows = guards.map((guard) => ({
            ...guard,
            displayName: "",
            photoKey: null,
            hasPayoutAccount: false,
            createdAt: "",
          }));
          const result = plan(guardCsvHeader() + guardCsv(rows), { guards });
          expect(result).toMatchObject({ created: [], changed: [], errors: [], unchanged: guards.length });
        },
      ),
      { numRuns: 300 },
    );
  });

  test("holds no cell that a spreadsheet would run", () => {
    fc.assert(
      fc.property(fc.array(fc.array(fc.string(), { minLength: 1 }), { minLength: 1 }), (rows) => {
        const reading = readCsv(bytesOf(csvOf(rows)));
        const raw = csvOf(rows.map((row) => row.map((cell) => cell.replaceAll(/[",;\r\n\t]/g, ""))));
        for (const cell of raw.split(/[,\r\n]+/)) expect(cell).not.toMatch(/^"?[=+\-@\t\r]/);
        expect(reading.status).toMatch(/read|unreadable/);
      }),
    );
  });
});

test("a new guard whose row names no language is written to in the organisation's", () => {
  const file = `${HEADER},Language\nE1,Ada,Obi,Main Gate,\nE2,Bola,Ade,Main Gate,yo\n`;
  const { created } = plan(file, { language: "fr" });
  expect(created.map(({ language }) => language)).toEqual(["fr", "yo"]);
});

test("tenants are taken in only where guards' accounts can be paid", () => {
  for (const [country, { paysOut }] of Object.entries(COUNTRIES)) {
    const readings = (["bank", "mobile_money"] as const).map((kind) => readNumber(country, kind, "x"));
    const isPayable = readings.some((reading) => !reading.ok && !reading.message.includes("cannot be paid"));
    expect([country, isPayable]).toEqual([country, paysOut]);
  }
});
