import type * as Pdf from "@cantoo/pdf-lib";
import { unzlibSync } from "fflate";
import { type Picture, pictureOf } from "./picture.ts";

/** What ends every page: codes, upright, and nothing painted after them. */
const CODES_AT_THE_END = /(?:\nq [\d.]+ 0 0 [\d.]+ [\d.]+ [\d.]+ cm \/code-\d+ Do Q)+$/;
const PLACED = /q ([\d.]+) 0 0 ([\d.]+) ([\d.]+) ([\d.]+) cm \/(code-\d+) Do Q/g;
/** A page's own matrix: so many points a millimetre, from the upper left corner of the trim. */
const PAGE_MATRIX = /^([\d.]+) 0 0 -([\d.]+) ([\d.]+) ([\d.]+) cm\n/;
const FORM = /^1 g 0 0 (\d+) \1 re f\n0 g ((?:\d+ \d+ \d+ 1 re\n)*\d+ \d+ \d+ 1 re) f$/;

/** Reads back the codes that `printPdf` wrote, in the order of pages and of cards; throws when one is not as it was written. */
export async function readPdf(bytes: Uint8Array): Promise<Picture[]> {
  const lib = await import("@cantoo/pdf-lib");
  const doc = await lib.PDFDocument.load(bytes, { updateMetadata: false, throwOnInvalidObject: true });
  return doc.getPages().flatMap((page) => readPage(lib, page));
}

function readPage(lib: typeof Pdf, page: Pdf.PDFPage): Picture[] {
  const content = textOf(lib, page.node.Contents());
  const codes = CODES_AT_THE_END.exec(content)?.[0];
  if (codes === undefined || !isBalanced(content)) throw new Error("a page whose codes are not painted last");
  const isOnPage = boundsOf(content, page);
  const forms = page.node.Resources()?.lookup(lib.PDFName.of("XObject"), lib.PDFDict);
  return Array.from(codes.matchAll(PLACED), ([, across, down, x, y, name = ""]) => {
    const form = textOf(lib, forms?.lookup(lib.PDFName.of(name)));
    const [, side, bars = ""] = FORM.exec(form) ?? [];
    if (side === undefined) throw new Error("a code that is not drawn as codes are");
    const isSquare = across === down;
    if (!isSquare || !isOnPage(Number(x), Number(y), Number(across) * Number(side))) {
      throw new Error("a code that is not whole on its page");
    }
    return pictureOf(Array.from(bars.matchAll(/(\d+) (\d+) (\d+) 1 re/g), toBar), Number(side));
  });
}

function toBar([, x, y, width]: RegExpExecArray): { x: number; y: number; width: number } {
  return { x: Number(x), y: Number(y), width: Number(width) };
}

/** Does a square in millimetres lie on the page? */
function boundsOf(content: string, page: Pdf.PDFPage): (x: number, y: number, side: number) => boolean {
  const [, points, down, left, top] = (PAGE_MATRIX.exec(content) ?? []).map(Number);
  if (points === undefined || points !== down || left === undefined || top === undefined) {
    throw new Error("a page in no measure of ours");
  }
  const { width, height } = page.getSize();
  return (x, y, side) =>
    left + x * points >= 0 &&
    left + (x + side) * points <= width &&
    top - y * points <= height &&
    top - (y + side) * points >= 0;
}

/** Every state that is saved is restored before the codes: they are placed in the page's own measure. */
function isBalanced(content: string): boolean {
  return (content.match(/(?<=^|\s)q(?=\s)/g)?.length ?? 0) === (content.match(/(?<=\s)Q(?=\s|$)/g)?.length ?? 0);
}

function textOf(lib: typeof Pdf, stream: Pdf.PDFObject | undefined): string {
  if (!(stream instanceof lib.PDFRawStream)) throw new Error("a stream that is missing");
  return new TextDecoder("latin1").decode(unzlibSync(stream.contents));
}
