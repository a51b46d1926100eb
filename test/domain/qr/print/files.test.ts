import fc from "fast-check";
import { strFromU8, unzipSync } from "fflate";
import { PNG } from "pngjs";
import { describe, expect, test } from "vitest";
import { fileName, printPng, printSvg, zipFiles } from "#app/domain/qr/index.ts";
import { contrast, readColour, textOn } from "#app/domain/qr/print/colour.ts";
import { cardOf, scan } from "./paper.ts";

describe("an SVG of a code", () => {
  test("holds hostile names as text and nothing else", () => {
    const name = `</text><script>alert("1")</script>&'<a href="javascript:x">`;
    const svg = printSvg(cardOf(1, { name, siteName: name, serial: name, shortUrl: name, language: `"><script>` }));
    expect(svg).not.toMatch(/<script|<a |javascript:x"/);
    expect(svg).toContain("&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;&amp;&#39;");
    expect([...svg.matchAll(/<(\/?[a-z]+)/g)].map(([, tag]) => tag).filter((tag) => tag === "text")).toHaveLength(4);
  });

  test("sets its captions below the code's ground, tone marks and all", () => {
    const captions = [...printSvg(cardOf(1)).matchAll(/<text x="[\d.]+" y="([\d.]+)" font-size="([\d.]+)"/g)];
    expect(captions).toHaveLength(4);
    for (const [, y, size] of captions) expect(Number(y) - 1.1 * Number(size)).toBeGreaterThanOrEqual(41);
  });

  test("presses a long name to its width, and leaves a short one alone", () => {
    expect(printSvg(cardOf(1, { name: "Ada" }))).not.toMatch(/textLength[^>]*>Ada</);
    expect(printSvg(cardOf(1, { name: "W".repeat(90) }))).toMatch(/textLength="37"[^>]*>W+</);
  });
});

test("a PNG of a code opens elsewhere and scans", () => {
  const { url } = cardOf(4);
  const { width, height, data } = PNG.sync.read(Buffer.from(printPng(url)));
  expect([width, height]).toEqual([984, 984]);
  const sheet = { width, height, data: new Uint8ClampedArray(data) };
  expect(scan(sheet, { x: 0, y: 0, width: width / 6, height: height / 6 })?.code.data).toBe(url.toUpperCase());
});

describe("a zip of printed files", () => {
  test("names every file so that any system takes it and a person can read it", () => {
    expect(fileName(["LEK-00142", "Ọ̀ṣúnṣẹ̀yẹ Ɔkyɛŋ"], "pdf")).toBe("lek-00142-osunseye-okyeng.pdf");
    expect(fileName(["../../etc/passwd"], "svg")).toBe("etc-passwd.svg");
    expect(fileName(["CON"], "png")).toBe("code-con.png");
    expect(fileName(["李"], "png")).toBe("code.png");
    fc.assert(
      fc.property(fc.array(fc.string({ unit: "grapheme" })), (parts) => {
        expect(fileName(parts, "pdf")).toMatch(/^[a-z0-9]+(?:-[a-z0-9]+)*\.pdf$/);
        expect(fileName(parts, "pdf").length).toBeLessThanOrEqual(90);
      }),
    );
  });

  test("keeps files of the same name apart, and every byte", () => {
    const bytes = (text: string) => new TextEncoder().encode(text);
    const files = [
      { name: "ada.svg", bytes: bytes("one") },
      { name: "ada.svg", bytes: bytes("two") },
      { name: "ada-2.svg", bytes: bytes("three") },
    ];
    const zip = unzipSync(zipFiles(files, new Date("2026-11-21T09:00:00Z")));
    expect(Object.entries(zip).map(([name, content]) => [name, strFromU8(content)])).toEqual([
      ["ada.svg", "one"],
      ["ada-2.svg", "two"],
      ["ada-2-2.svg", "three"],
    ]);
  });
});

test("text on a brand's colour is black or white, and always read with ease", () => {
  const part = fc.integer({ min: 0, max: 255 }).map((value) => value.toString(16).padStart(2, "0"));
  fc.assert(
    fc.property(part, part, part, (red, green, blue) => {
      const colour = readColour(`#${red}${green}${blue}`);
      expect(contrast(colour, textOn(colour))).toBeGreaterThanOrEqual(4.5);
    }),
  );
  expect(readColour("red; }")).toEqual(readColour("#0b5d43"));
});
