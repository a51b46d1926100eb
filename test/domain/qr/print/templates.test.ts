import type { QRCode } from "jsqr";
import { describe, expect, test } from "vitest";
import { cardsAPage, checkArtefact, printPdf, type TemplateName } from "#app/domain/qr/index.ts";
import { type Code, encodeUrl } from "#app/domain/qr/print/code.ts";
import { type Box, cardOf, cut, FONTS, PIXELS_A_MM, render, type Sheet, SLOW_MS, scan, wholeOf } from "./paper.ts";

/** In millimetres, as ISO 216, ISO/IEC 7810 and Avery publish them. */
const PAGES = { a4: [210, 297], a6: [105, 148], cr80: [53.98, 85.6], l7160: [210, 297], l7165: [210, 297] } as const;
const LABELS = {
  l7160: { columns: 3, rows: 7, width: 63.5, height: 38.1, left: 7.25, top: 15.15, across: 66, down: 38.1 },
  l7165: { columns: 2, rows: 4, width: 99.1, height: 67.7, left: 4.65, top: 13.1, across: 101.6, down: 67.7 },
} as const;
const NAMES = Object.keys(PAGES) as TemplateName[];

describe("each template on paper", { timeout: SLOW_MS }, () => {
  test.each(NAMES)("%s scans at 150 dpi at its place, also with a fifth of the data blotted", async (name) => {
    const cards = Array.from({ length: cardsAPage(name) }, (_, n) => cardOf(n));
    const pdf = await printPdf(cards, name, FONTS);
    const urls = cards.map(({ url }) => url);
    expect(await checkArtefact(pdf, "pdf", urls)).toEqual([]);
    const [sheet = expect.fail("no page")] = await render(pdf);
    expect([sheet.width, sheet.height]).toEqual(PAGES[name].map((mm) => expect.closeTo(mm * PIXELS_A_MM, -0.4)));

    const corners = cards.map(({ url }, n) => {
      const place = placeOf(name, n);
      const found = scan(sheet, place) ?? expect.fail(`no code on ${n}`);
      expect(found.code.data).toBe(url.toUpperCase());
      expect(found.code.chunks.map(({ type }) => type)).toEqual(["alphanumeric"]);
      const damaged = blot(found.part, found.code.location, encodeUrl(url));
      expect(scan(damaged, wholeOf(damaged))?.code.data).toBe(url.toUpperCase());
      const { x, y } = found.code.location.topLeftCorner;
      return { x: x / PIXELS_A_MM + found.framing, y: y / PIXELS_A_MM + found.framing };
    });
    const [first = expect.fail("no cards")] = corners;
    for (const { x, y } of corners) expect(Math.hypot(x - first.x, y - first.y)).toBeLessThan(0.4);
  });

  test.each(["a4", "a6", "cr80"] as const)(
    "%s for a printer who trims has bleed, crop marks and the same code",
    async (name) => {
      const card = cardOf(7);
      const pdf = await printPdf([card], name, FONTS, { cropMarks: true });
      expect(await checkArtefact(pdf, "pdf", [card.url])).toEqual([]);
      const [sheet = expect.fail("no page")] = await render(pdf);
      const [width, height] = PAGES[name];
      expect([sheet.width, sheet.height]).toEqual(
        [width + 16, height + 16].map((mm) => expect.closeTo(mm * PIXELS_A_MM, -0.4)),
      );
      expect(scan(sheet, wholeOf(sheet))?.code.data).toBe(card.url.toUpperCase());
      const colourAt = (x: number, y: number) => colour(sheet, x, y);
      expect(colourAt(5.5, 5.5)).toBe("20,60,120");
      expect(colourAt(4.5, 4.5)).toBe("255,255,255");
      const mark = cut(sheet, { x: 2, y: 7.5, width: 0.5, height: 1 });
      expect(Math.min(...mark.data.filter((_, i) => i % 4 === 0))).toBeLessThan(200);
    },
  );

  test("a sheet of stickers leaves the edge of every sticker white, whatever the names", async () => {
    const long = "Oluwafunmilayo-Chukwuemeka Nana Akosua Adɛpa Owusu-Ansah Ogbonnaya-Ɓaɗaƙwa".repeat(2);
    for (const name of ["l7160", "l7165"] as const) {
      const cards = Array.from({ length: cardsAPage(name) }, (_, n) =>
        cardOf(n, {
          name: n % 2 === 0 ? long : "W".repeat(90),
          siteName: long,
          serial: long,
          payee: long,
          organisationName: long,
        }),
      );
      const [sheet = expect.fail("no page")] = await render(await printPdf(cards, name, FONTS));
      cards.forEach((_, n) => {
        const { x, y, width, height } = placeOf(name, n);
        for (const edge of [
          { x, y, width, height: 1.8 },
          { x, y: y + height - 1.8, width, height: 1.8 },
          { x, y, width: 1.8, height },
          { x: x + width - 1.8, y, width: 1.8, height },
        ]) {
          expect(Math.min(...cut(sheet, edge).data)).toBe(255);
        }
      });
    }
  });
});

function placeOf(name: TemplateName, n: number): Box {
  if (name !== "l7160" && name !== "l7165") return { x: 0, y: 0, width: PAGES[name][0], height: PAGES[name][1] };
  const { columns, width, height, left, top, across, down } = LABELS[name];
  return { x: left + (n % columns) * across, y: top + Math.floor(n / columns) * down, width, height };
}

function colour(sheet: Sheet, x: number, y: number): string {
  const at = (Math.round(y * PIXELS_A_MM) * sheet.width + Math.round(x * PIXELS_A_MM)) * 4;
  return sheet.data.slice(at, at + 3).join(",");
}

/** A copy with the right-hand fifth of the data modules black, as if a sticker had been put there. */
function blot(sheet: Sheet, { topLeftCorner: from, topRightCorner: to }: QRCode["location"], code: Code): Sheet {
  const side = (to.x - from.x) / code.size;
  const modules: [row: number, column: number][] = [];
  for (let column = code.size - 1; column >= 0; column--) {
    for (let row = 0; row < code.size; row++) if (code.isData(row, column)) modules.push([row, column]);
  }
  const data = Uint8ClampedArray.from(sheet.data);
  for (const [row, column] of modules.slice(0, Math.ceil(modules.length * 0.2))) {
    for (let y = Math.round(from.y + row * side); y < Math.round(from.y + (row + 1) * side); y++) {
      const start = y * sheet.width + Math.round(from.x + column * side);
      for (let x = start; x < start + Math.round(side); x++) data.set([0, 0, 0], x * 4);
    }
  }
  return { ...sheet, data };
}
