import { PDFDict, PDFDocument, PDFName, PDFRawStream } from "@cantoo/pdf-lib";
import { unzlibSync } from "fflate";
import { describe, expect, test } from "vitest";
import { printPdf, TEMPLATES, type TemplateName } from "#app/domain/qr/index.ts";
import { cardOf, FONTS, logoOf, SLOW_MS, textOf } from "./paper.ts";

const NAMES = Object.keys(TEMPLATES) as TemplateName[];

describe("a printed PDF", { timeout: SLOW_MS }, () => {
  test.each(NAMES)("%s is vector: it holds no image, and each code is one path", async (name) => {
    const doc = await PDFDocument.load(await printPdf([cardOf(1), cardOf(2)], name, FONTS));
    const { images, forms } = streamsOf(doc);
    expect(images).toEqual([]);
    const codes = forms.filter((content) => content.startsWith("1 g 0 0 41 41 re f"));
    expect(codes).toHaveLength(2);
    for (const content of codes) {
      expect(content).toMatch(/^1 g 0 0 41 41 re f\n0 g (?:\d+ \d+ \d+ 1 re\s)+f$/);
    }
  });

  test("stores fonts, logo and the house's drawing once, however many cards it has", async () => {
    const logo = logoOf(90, 30);
    const sizeOf = async (count: number) => {
      const cards = Array.from({ length: count }, (_, n) => cardOf(n, { logo }));
      const bytes = await printPdf(cards, "a4", FONTS);
      return { bytes: bytes.length, ...streamsOf(await PDFDocument.load(bytes)) };
    };
    const [one, twenty] = [await sizeOf(1), await sizeOf(20)];
    expect(twenty.fonts).toBe(2);
    expect(twenty.images.length).toBe(one.images.length);
    expect(twenty.forms.length).toBe(one.forms.length + 19);
    expect(twenty.bytes - one.bytes).toBeLessThan(19 * 2_500);
  });

  test("has the trim of its template, and bleed and marks outside it when they are asked for", async () => {
    for (const name of ["a4", "a6", "cr80"] as const) {
      const { width, height } = TEMPLATES[name].trim;
      const plain = (await PDFDocument.load(await printPdf([cardOf(1)], name, FONTS))).getPage(0);
      expect(inMm(plain.getMediaBox())).toEqual({ x: 0, y: 0, width: near(width), height: near(height) });
      const marked = await PDFDocument.load(await printPdf([cardOf(1)], name, FONTS, { cropMarks: true }));
      const page = marked.getPage(0);
      expect(inMm(page.getTrimBox())).toEqual({ x: near(8), y: near(8), width: near(width), height: near(height) });
      expect(inMm(page.getBleedBox())).toEqual({
        x: near(5),
        y: near(5),
        width: near(width + 6),
        height: near(height + 6),
      });
    }
  });

  test("can be read: names in African letters, the pledge, the address and the serial", async () => {
    const names = ["Ọ̀ṣúnṣẹ̀yẹ Ẹ́niọ́lá", "Nana Ɔkyɛŋ", "Ɓaɗaƙwa", "<script>alert(1)</script>"];
    const cards = names.map((name, n) => cardOf(n, { name, payee: name, siteName: "Gate 2" }));
    const pages = await textOf(await printPdf(cards, "a4", FONTS));
    cards.forEach(({ name, shortUrl, serial, words, checkoutHost }, n) => {
      for (const text of [name, shortUrl, serial, words.pressure, words.eyebrow, words.scan, checkoutHost, "Gate 2"]) {
        expect(pages[n]).toContain(text.normalize("NFC"));
      }
    });
  });

  test("prints a name in letters the typeface lacks, with a sign for each", async () => {
    const [page] = await textOf(await printPdf([cardOf(1, { name: "Li 李 \u1208" })], "a4", FONTS));
    expect(page).toContain("Li \uFFFD \uFFFD");
  });

  test("sets the organisation's name where the logo cannot be read", async () => {
    const logo = new Uint8Array([0x89, 0x50, 0x4e, 0x47, 1, 2, 3]);
    const [page] = await textOf(await printPdf([cardOf(1, { logo })], "a4", FONTS));
    expect(page).toContain("Sentinel Guards Ltd");
  });
});

const near = (mm: number) => expect.closeTo(mm, 1);

function inMm(box: { x: number; y: number; width: number; height: number }) {
  const mm = (points: number) => (points / 72) * 25.4;
  return { x: mm(box.x), y: mm(box.y), width: mm(box.width), height: mm(box.height) };
}

function streamsOf(doc: PDFDocument): { images: string[]; forms: string[]; fonts: number } {
  const images: string[] = [];
  const forms: string[] = [];
  let fonts = 0;
  for (const [ref, object] of doc.context.enumerateIndirectObjects()) {
    if (object instanceof PDFDict && object.get(PDFName.of("Subtype")) === PDFName.of("Type0")) fonts += 1;
    if (!(object instanceof PDFRawStream)) continue;
    const subtype = object.dict.get(PDFName.of("Subtype"));
    if (subtype === PDFName.of("Image")) images.push(ref.toString());
    if (subtype === PDFName.of("Form")) forms.push(new TextDecoder("latin1").decode(unzlibSync(object.contents)));
  }
  return { images, forms, fonts };
}
