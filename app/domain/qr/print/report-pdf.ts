import type { ReportSection } from "../../imaging.ts";
import type { PrintFonts } from "./card.ts";
import { INK, SOFT } from "./colour.ts";
import { createPen, type Pen } from "./pen.ts";
import { addPage, openPress } from "./press.ts";
import { LEADING } from "./text.ts";

/** A4 and its margins, in millimetres. */
const PAGE = { width: 210, height: 297 };
const [LEFT, TOP, BOTTOM] = [20, 22, 275];
const [TERM_WIDTH, GAP] = [52, 4];
const VALUE_LEFT = LEFT + TERM_WIDTH + GAP;
const VALUE_WIDTH = PAGE.width - LEFT - VALUE_LEFT;
/** Sizes in millimetres: 16, 11 and 9 points. */
const [TITLE, HEADING, TEXT] = [5.6, 3.9, 3.2];
const LINES_A_VALUE = 40;

/** Prints terms and values in the house's typeface, on as many A4 pages as it takes, each with the title and its number. */
export async function printReport(
  title: string,
  sections: readonly ReportSection[],
  fonts: PrintFonts,
): Promise<Uint8Array<ArrayBuffer>> {
  const press = await openPress(fonts, []);
  press.doc.setTitle(title);
  let pen: Pen = createPen(press.faces);
  let y = TOP;
  let pages = 0;
  const finish = () => {
    pages += 1;
    pen.line(`${title} · ${pages}`, TEXT, { x: PAGE.width - LEFT, y: 287, colour: SOFT, align: "right" });
    addPage(press, pen, PAGE, 0, 0);
    pen = createPen(press.faces);
    y = TOP;
  };
  const need = (height: number) => {
    if (y + height > BOTTOM) finish();
  };
  pen.line(title, TITLE, { x: LEFT, y, weight: "bold", colour: INK });
  y += TITLE * 2;
  for (const { heading, lines } of sections) {
    need(HEADING * 4);
    pen.line(heading, HEADING, { x: LEFT, y, weight: "bold", colour: INK });
    y += HEADING * 1.8;
    for (const [term, value] of lines) {
      const room = { height: 400, largest: TEXT, smallest: TEXT, lines: LINES_A_VALUE };
      const terms = pen.fit(term, "regular", { ...room, width: TERM_WIDTH });
      const values = pen.fit(value, "regular", { ...room, width: VALUE_WIDTH });
      const height = Math.max(terms.lines.length, values.lines.length) * TEXT * LEADING + TEXT * 0.6;
      need(height);
      pen.block(terms, { x: LEFT, y: y - TEXT * 0.73, colour: SOFT });
      pen.block(values, { x: VALUE_LEFT, y: y - TEXT * 0.73, colour: INK });
      y += height;
    }
    y += HEADING;
  }
  finish();
  return (await press.doc.save({ addDefaultPage: false })) as Uint8Array<ArrayBuffer>;
}
