import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { MATCH_PERCENT, nameCheckOf, nameMatchPercent, readNumber } from "#app/domain/guards/payout-accounts/rules.ts";

/** The guard's name, the holder's name as a bank writes it, and whether that is one person. */
const SAME: [guard: string, holder: string, why: string][] = [
  ["Emeka Okafor", "EMEKA OKAFOR", "case"],
  ["Emeka Okafor", "OKAFOR, EMEKA", "order"],
  ["Emeka Okafor", "OKAFOR EMEKA CHUKWUDI", "a middle name of the bank's"],
  ["Emeka Chukwudi Okafor", "OKAFOR EMEKA", "a middle name of ours"],
  ["Emeka Okafor", "E OKAFOR", "an initial"],
  ["Emeka Okafor", "OKAFOR E. C.", "two initials"],
  ["Emeka Okafor", "MR OKAFOR EMEKA", "a title"],
  ["Amina Bello", "ALHAJA (DR) AMINA BELLO", "two titles"],
  ["Adébísí Láwàl", "ADEBISI LAWAL", "accents"],
  ["Adebisi Lawal", "LAWAL ADE-BISI", "a hyphen"],
  ["Ngozi O'Neil", "ONEIL NGOZI", "an apostrophe"],
  ["Emeka Okafor", "EMEKA OKAFFOR", "a slip of a letter in a long name"],
  ["Wanjiru Kamau", "MARY WANJIRU KAMAU NJOROGE", "two more names"],
  ["Nana Kofi Mensah", "KOFI MENSAH", "a title that is part of a name"],
];
const DIFFERENT: [guard: string, holder: string, why: string][] = [
  ["Emeka Okafor", "CHIDI OKAFOR", "a brother"],
  ["Emeka Okafor", "EMEKA EZE", "a namesake"],
  ["Emeka Okafor", "OKAFOR", "one name alone"],
  ["Emeka Okafor", "E O", "initials alone"],
  ["Amina Bello", "AMINU BELLO", "one letter in a short name"],
  ["Musa Ibrahim", "TUNDE BAKARE", "somebody else"],
  ["Emeka Okafor", "OKAFOR OKAFOR", "one name twice"],
  ["Emeka Okafor", "TEST ACCOUNT 0123456789", "no name"],
  ["Emeka Okafor", "", "nothing"],
  ["Mr Chief", "DR CHIEF", "titles alone"],
];

describe("a holder's name", () => {
  test.each(SAME)("%s is %s: %s does not matter", (guard, holder) => {
    const percent = nameMatchPercent(guard, holder);
    expect(percent).toBeGreaterThanOrEqual(MATCH_PERCENT);
    expect(nameCheckOf(percent)).toBe("matched");
  });

  test.each(DIFFERENT)("%s is not %s: %s", (guard, holder) => {
    const percent = nameMatchPercent(guard, holder);
    expect(percent).toBeLessThan(MATCH_PERCENT);
    expect(nameCheckOf(percent)).toBe("differs");
  });

  test("matches alike from both sides, and from 0 to 100, whatever the names are", () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 40 }), fc.string({ maxLength: 40 }), (one, other) => {
        const percent = nameMatchPercent(one, other);
        expect(percent).toBe(nameMatchPercent(other, one));
        expect(Number.isInteger(percent) && percent >= 0 && percent <= 100).toBe(true);
      }),
    );
  });
});

describe("an account number", () => {
  test.each([
    ["NG", "bank", "012-345 6789", "0123456789"],
    ["GH", "mobile_money", "+233 24 123 4567", "0241234567"],
    ["GH", "mobile_money", "024 123 4567", "0241234567"],
    ["KE", "mobile_money", "254712345678", "0712345678"],
    ["KE", "bank", "0123456789012", "0123456789012"],
    ["ZA", "bank", "123456789", "123456789"],
  ] as const)("of %s, %s, typed %s is %s at the rail", (country, kind, typed, number) => {
    expect(readNumber(country, kind, typed)).toEqual({ ok: true, number });
  });

  test.each([
    ["NG", "bank", "123456789"],
    ["NG", "bank", "12345678901"],
    ["NG", "mobile_money", "0123456789"],
    ["KE", "mobile_money", "712345678"],
    ["CI", "bank", "0123456789"],
  ] as const)("of %s, %s, typed %s is refused with words that do not repeat it", (country, kind, typed) => {
    const reading = readNumber(country, kind, typed);
    expect(reading).toMatchObject({ ok: false });
    expect(JSON.stringify(reading)).not.toContain(typed);
  });
});
