import type { PrintedCard, PrintFonts } from "./card.ts";
import { INK } from "./colour.ts";
import type { Face } from "./face.ts";
import { lanyardFace } from "./lanyard-face.ts";
import { createPen, type Pen } from "./pen.ts";
import { posterFace, smallPosterFace } from "./poster-face.ts";
import { addPage, codeForm, houseForm, openPress, type Press } from "./press.ts";
import { largeStickerFace, smallStickerFace } from "./sticker-faces.ts";
import {
  BLEED,
  cardsAPage,
  labelCorner,
  MARK,
  type PageTemplate,
  type SheetTemplate,
  type Size,
  TEMPLATES,
  type TemplateName,
} from "./templates.ts";

const FACES: Record<TemplateName, Face> = {
  a4: posterFace,
  a6: smallPosterFace,
  cr80: lanyardFace,
  l7160: smallStickerFace,
  l7165: largeStickerFace,
};

/** A hairline every press can print. */
const MARK_WIDTH = 0.1;

export interface PrintOptions {
  /** For a printer who trims: bleed and crop marks around each page. Sheets of stickers are cut already and have none. */
  cropMarks?: boolean;
}

/**
 * Prints cards as one vector PDF: a page each, or as many on a sheet as it holds, in the order given. What pages share,
 * fonts, logo and the house's own drawing, is stored once. Codes are painted last: nothing can lie over them.
 */
export async function printPdf(
  cards: readonly PrintedCard[],
  name: TemplateName,
  fonts: PrintFonts,
  options: PrintOptions = {},
): Promise<Uint8Array<ArrayBuffer>> {
  const press = await openPress(fonts, cards);
  const template: PageTemplate | SheetTemplate = TEMPLATES[name];
  const isTrimmed = options.cropMarks === true && template.kind === "page";
  const size = template.kind === "page" ? template.trim : template.page;
  for (let at = 0; at < cards.length; at += cardsAPage(name)) {
    const pen = createPen(press.faces);
    drawCards(press, pen, FACES[name], cards.slice(at, at + cardsAPage(name)), template);
    if (isTrimmed) drawMarks(pen, size);
    addPage(press, pen, size, isTrimmed ? BLEED + MARK : 0, BLEED);
  }
  return press.doc.save({ addDefaultPage: false });
}

function drawCards(
  press: Press,
  pen: Pen,
  face: Face,
  cards: readonly PrintedCard[],
  template: PageTemplate | SheetTemplate,
): void {
  const cornerOf = (n: number) => (template.kind === "page" ? { x: 0, y: 0 } : labelCorner(template, n));
  cards.forEach(({ logo, ...card }, n) => {
    const corner = cornerOf(n);
    const label = template.kind === "page" ? template.trim : template.label;
    const bleed = template.kind === "page" ? BLEED : 0;
    pen.clip(corner.x - bleed, corner.y - bleed, label.width + 2 * bleed, label.height + 2 * bleed);
    pen.enter(face.scale, corner.x, corner.y);
    const shownLogo = logo === null ? null : (press.logos.get(logo) ?? null);
    pen.place(houseForm(press, face, { ...card, logo: shownLogo }), 0, 0, 1);
    face.person(pen, card);
    pen.leave();
    pen.leave();
    const side = face.code.side * face.scale;
    pen.placeLast(
      codeForm(press, card.url),
      corner.x + face.code.x * face.scale,
      corner.y + face.code.y * face.scale,
      side,
    );
  });
}

/** Two marks at each corner, from the end of the bleed outwards. */
function drawMarks(pen: Pen, { width, height }: Size): void {
  for (const [x, outX] of [
    [0, -1],
    [width, 1],
  ] as const) {
    for (const [y, outY] of [
      [0, -1],
      [height, 1],
    ] as const) {
      const [near, far] = [BLEED, BLEED + MARK];
      pen.stroke(
        [
          [x + outX * near, y],
          [x + outX * far, y],
        ],
        INK,
        MARK_WIDTH,
      );
      pen.stroke(
        [
          [x, y + outY * near],
          [x, y + outY * far],
        ],
        INK,
        MARK_WIDTH,
      );
    }
  }
}
