import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { fitText, LEADING, printable } from "#app/domain/qr/print/text.ts";

/** A letter of one half of its size. */
const measure = (text: string) => Array.from(text).length * 0.5;

describe("a text fitted to its room", () => {
  test("never leaves it, whatever the text", () => {
    const room = fc.record({
      width: fc.double({ min: 5, max: 200, noNaN: true }),
      height: fc.double({ min: 4, max: 50, noNaN: true }),
      largest: fc.double({ min: 4, max: 30, noNaN: true }),
      smallest: fc.double({ min: 1, max: 4, noNaN: true }),
      lines: fc.integer({ min: 1, max: 4 }),
    });
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", maxLength: 200 }), room, (text, place) => {
        const { size, lines } = fitText(printable(text), measure, place);
        expect(lines.length).toBeLessThanOrEqual(place.lines);
        expect(size * (1 + (lines.length - 1) * LEADING)).toBeLessThanOrEqual(place.height + 1e-6);
        for (const line of lines) expect(measure(line) * size).toBeLessThanOrEqual(place.width + 1e-6);
      }),
    );
  });

  test("is as large as it may be when short, breaks at words when long, and is cut only at the smallest size", () => {
    const room = { width: 50, height: 12, largest: 10, smallest: 4, lines: 2 };
    expect(fitText("Ada", measure, room)).toEqual({ size: 10, lines: ["Ada"] });
    expect(fitText("Adaeze Chidinma-Okonkwo", measure, room).lines).toEqual(["Adaeze Chidinma-", "Okonkwo"]);
    const cut = fitText("x".repeat(80), measure, room);
    expect(cut.size).toBe(4);
    expect(cut.lines.at(-1)).toMatch(/x…$/);
  });
});

describe("a text made printable", () => {
  test("stays canonically the same name, on one line", () => {
    for (const name of ["Ọ̀ṣúnṣẹ̀yẹ Ẹ́niọ́lá", "Nana Ɔkyɛŋ", "Ɓaɗaƙwa", "m̀ ń gb̃"]) {
      expect(printable(name).normalize("NFC")).toBe(name.normalize("NFC"));
    }
    expect(printable("  Ada\n\tOkonkwo\u2028Eze ")).toBe("Ada Okonkwo Eze");
  });

  test("loses what turns its direction, and shows what the typeface lacks", () => {
    expect(printable("abc\u202Egnp.exe\u200B")).toBe("abcgnp.exe");
    expect(printable("Li 李", (codePoint) => codePoint < 0x2000)).toBe("Li \uFFFD");
    expect(printable("broken \uD800 half")).not.toContain("\uD800");
  });
});
