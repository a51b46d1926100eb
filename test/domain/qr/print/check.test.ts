import { PDFDocument, PDFName, PDFRawStream } from "@cantoo/pdf-lib";
import fc from "fast-check";
import { unzlibSync, zlibSync } from "fflate";
import { describe, expect, test } from "vitest";
import { checkArtefact, printPdf, printPng, printSvg } from "#app/domain/qr/index.ts";
import { cardOf, FONTS, SLOW_MS } from "./paper.ts";

const CARDS = [cardOf(1), cardOf(2), cardOf(3)];
const URLS = CARDS.map(({ url }) => url);
const [CARD] = CARDS as [(typeof CARDS)[0]];

describe("the check of a printed file", { timeout: SLOW_MS }, () => {
  test("finds nothing wrong with what was printed", async () => {
    expect(await checkArtefact(await printPdf(CARDS, "l7160", FONTS), "pdf", URLS)).toEqual([]);
    expect(await checkArtefact(printPng(CARD.url), "png", [CARD.url])).toEqual([]);
    expect(await checkArtefact(svg(printSvg(CARD)), "svg", [CARD.url])).toEqual([]);
  });

  test("refuses the code of another guard, and names the one that should be there", async () => {
    const other = cardOf(9).url;
    const [first = "", second = "", third = ""] = URLS;
    const pdf = await printPdf(CARDS, "a6", FONTS);
    expect(await checkArtefact(pdf, "pdf", [first, other, third])).toEqual([other]);
    expect(await checkArtefact(pdf, "pdf", [first, third, second])).toEqual([third, second]);
    expect(await checkArtefact(printPng(CARD.url), "png", [other])).toEqual([other]);
    expect(await checkArtefact(svg(printSvg(CARD)), "svg", [other])).toEqual([other]);
  });

  test("refuses a file with a code too few or too many", async () => {
    const pdf = await printPdf(CARDS, "a6", FONTS);
    expect(await checkArtefact(pdf, "pdf", URLS.slice(1))).toEqual(URLS.slice(1));
    expect(await checkArtefact(pdf, "pdf", [...URLS, CARD.url])).toEqual([...URLS, CARD.url]);
  });

  test("refuses a page on which anything is painted after its code", async () => {
    const printed = await printPdf([CARD], "a6", FONTS);
    const pdf = await withContent(printed, (content) => `${content}\nq 1 g 40 60 30 30 re f Q`);
    expect(await checkArtefact(pdf, "pdf", [CARD.url])).toEqual([CARD.url]);
    const over = printSvg(CARD).replace("</svg>", '<rect x="9" y="9" width="20" height="20"/></svg>');
    expect(await checkArtefact(svg(over), "svg", [CARD.url])).toEqual([CARD.url]);
  });

  test.each([
    ["runs off its page", "$1 0 0 $2 80 $4"],
    ["is squeezed", "$1 0 0 1 $3 $4"],
    ["is turned over", "-$1 0 0 $2 $3 $4"],
  ])("refuses a code that %s", async (_, matrix) => {
    const pdf = await withContent(await printPdf([CARD], "a6", FONTS), (content) =>
      content.replace(/([\d.]+) 0 0 ([\d.]+) ([\d.]+) ([\d.]+)(?= cm \/code-0 Do Q$)/, matrix),
    );
    expect(await checkArtefact(pdf, "pdf", [CARD.url])).toEqual([CARD.url]);
  });

  test("refuses a code that would read now, but not with a fifth of it hidden", async () => {
    const lines = printSvg(CARD).split("M");
    const damaged = lines.filter((_, i) => i < lines.length * 0.55 || i > lines.length * 0.68).join("M");
    expect(await checkArtefact(svg(damaged), "svg", [CARD.url])).toEqual([CARD.url]);
  });

  test("refuses a PNG with one byte changed", async () => {
    const png = printPng(CARD.url);
    for (const at of [20, 60, png.length - 20]) {
      const changed = Uint8Array.from(png);
      changed[at] = (changed[at] ?? 0) ^ 1;
      expect(await checkArtefact(changed, "png", [CARD.url])).toEqual([CARD.url]);
    }
  });

  test("never throws, whatever the bytes, and passes no damaged code", async () => {
    const whole = { pdf: await printPdf([CARD], "cr80", FONTS), png: printPng(CARD.url), svg: svg(printSvg(CARD)) };
    const kind = fc.constantFrom("pdf" as const, "png" as const, "svg" as const);
    await fc.assert(
      fc.asyncProperty(
        kind,
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.uint8Array({ maxLength: 40 }),
        async (k, share, noise) => {
          const bytes = whole[k].slice(0, Math.floor(whole[k].length * share));
          const broken = new Uint8Array([...bytes, ...noise]);
          expect(await checkArtefact(broken, k, [CARD.url])).toEqual(share < 0.5 ? [CARD.url] : expect.any(Array));
        },
      ),
      { numRuns: 60 },
    );
  });
});

function svg(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

/** The file with the content of its first page written anew. */
async function withContent(pdf: Uint8Array, change: (content: string) => string): Promise<Uint8Array> {
  const doc = await PDFDocument.load(pdf);
  const { node } = doc.getPage(0);
  const stream = node.Contents();
  if (!(stream instanceof PDFRawStream)) throw new Error("no content");
  const content = new TextDecoder("latin1").decode(unzlibSync(stream.contents));
  const changed = change(content);
  expect(changed).not.toBe(content);
  const packed = PDFRawStream.of(
    doc.context.obj({ Filter: "FlateDecode" }),
    zlibSync(new TextEncoder().encode(changed)),
  );
  node.set(PDFName.of("Contents"), doc.context.register(packed));
  return doc.save();
}
