import { readFileSync } from "node:fs";
import { PDFiumLibrary, type PDFiumPage } from "@hyzyla/pdfium";
import jsQR, { type QRCode } from "jsqr";
import { PNG } from "pngjs";
import { BASE32 } from "#app/core/ids.ts";
import { type PrintedCard, type PrintFonts, spellUrl } from "#app/domain/qr/index.ts";
import { messagesFor } from "#app/messages/index.ts";

/** The Worker reads them from its assets. */
export const FONTS: PrintFonts = { regular: fontFile("DejaVuSans.ttf"), bold: fontFile("DejaVuSans-Bold.ttf") };

function fontFile(name: string): Uint8Array {
  return new Uint8Array(readFileSync(new URL(`../../../../public/fonts/${name}`, import.meta.url)));
}

/** The nth guard's card: each has an address of its own. */
export function cardOf(n: number, changes: Partial<PrintedCard> = {}): PrintedCard {
  const token = Array.from({ length: 26 }, (_, i) => BASE32.charAt((n * 7 + i * i * 13 + (n % 31) * i) % 32)).join("");
  const url = `https://asante.app/g/${token}`;
  const name = changes.name ?? "Adaeze Okonkwo";
  return {
    url,
    shortUrl: spellUrl(url),
    serial: `LEK-${String(n).padStart(5, "0")}`,
    name,
    siteName: "Lekki Gardens, Gate 2",
    organisationName: "Sentinel Guards Ltd",
    payee: `Tip for ${name}`,
    checkoutHost: "checkout.paystack.com",
    brandColour: "#143c78",
    logo: null,
    language: "en",
    words: messagesFor("en").printed,
    ...changes,
  };
}

/** A logo of one colour, half of it transparent. */
export function logoOf(width: number, height: number): Uint8Array {
  const png = new PNG({ width, height });
  for (let i = 0; i < png.data.length; i += 4) png.data.set([20, 60, 120, i % 8 === 0 ? 255 : 0], i);
  return new Uint8Array(PNG.sync.write(png));
}

export interface Sheet {
  width: number;
  height: number;
  /** RGBA. */
  data: Uint8ClampedArray;
}

export interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** Printing and rendering on a machine that is busy with other things. */
export const SLOW_MS = 60_000;

const DPI = 150;
export const PIXELS_A_MM = DPI / 25.4;

/** Every page as a printer of 150 dots an inch would put it on paper. */
export async function render(pdf: Uint8Array): Promise<Sheet[]> {
  return readSheets(pdf, (sheet) => sheet);
}

/** As `render`, but of each page only what is read of it is kept. */
export async function readSheets<Found>(
  pdf: Uint8Array,
  read: (sheet: Sheet, page: number) => Found,
): Promise<Found[]> {
  return withPages(pdf, async (page) => {
    const { originalWidth, originalHeight } = page.getOriginalSize();
    const { width, height, data } = await page.render({
      width: Math.round((originalWidth / 72) * DPI),
      height: Math.round((originalHeight / 72) * DPI),
      render: async (bitmap) => Uint8Array.from(bitmap.data),
    });
    return read({ width, height, data: new Uint8ClampedArray(data) }, page.number);
  });
}

/** Every page's text, as a reader of PDF finds it, without its line breaks. */
export async function textOf(pdf: Uint8Array): Promise<string[]> {
  return withPages(pdf, async (page) => page.getText().normalize("NFC").replaceAll(/\s+/g, " "));
}

async function withPages<Found>(pdf: Uint8Array, read: (page: PDFiumPage) => Promise<Found>): Promise<Found[]> {
  const library = await PDFiumLibrary.init();
  const document = await library.loadDocument(pdf);
  const found: Found[] = [];
  for (const page of document.pages()) found.push(await read(page));
  document.destroy();
  library.destroy();
  return found;
}

/** A part of a sheet, in millimetres from its upper left corner. */
export function cut(sheet: Sheet, { x, y, width, height }: Box): Sheet {
  const [left, top] = [Math.round(x * PIXELS_A_MM), Math.round(y * PIXELS_A_MM)];
  const [across, down] = [Math.floor(width * PIXELS_A_MM), Math.floor(height * PIXELS_A_MM)];
  const data = new Uint8ClampedArray(across * down * 4);
  for (let row = 0; row < down; row++) {
    const start = ((top + row) * sheet.width + left) * 4;
    data.set(sheet.data.subarray(start, start + across * 4), row * across * 4);
  }
  return { width: across, height: down, data };
}

/** A phone takes many pictures a second: one code, framed in three ways, as jsQR's blocks of 8 pixels fall otherwise. */
const FRAMINGS_MM = [0, 0.6, 1.1];

/** The first framing of a place in which a code is read, and what was read. */
export function scan(sheet: Sheet, box: Box): { part: Sheet; code: QRCode; framing: number } | null {
  for (const framing of FRAMINGS_MM) {
    const part = cut(sheet, {
      ...box,
      x: box.x + framing,
      y: box.y + framing,
      width: box.width - framing,
      height: box.height - framing,
    });
    const code = jsQR(part.data, part.width, part.height, { inversionAttempts: "dontInvert" });
    if (code !== null) return { part, code, framing };
  }
  return null;
}

/** The whole of a sheet, as a place on it. */
export function wholeOf({ width, height }: Sheet): Box {
  return { x: 0, y: 0, width: width / PIXELS_A_MM, height: height / PIXELS_A_MM };
}
