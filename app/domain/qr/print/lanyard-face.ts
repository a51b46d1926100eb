import { INK, LINE, PAPER, readColour, SOFT, textOn, WHITE } from "./colour.ts";
import { type Face, type House, type Person, placeLogo } from "./face.ts";
import type { Pen } from "./pen.ts";
import { BLEED, TEMPLATES } from "./templates.ts";

const { width: WIDTH, height: HEIGHT } = TEMPLATES.cr80.trim;
const CENTRE = WIDTH / 2;
const MARGIN = 4;
const INNER = WIDTH - 2 * MARGIN;

const FRAME = { x: 7, y: 17.6, width: WIDTH - 14, height: WIDTH - 14 + 4.6 };
const FIELD = { x: FRAME.x + 1.2, y: FRAME.y + 1.2, side: FRAME.width - 2.4 };

/** For a lanyard. Nothing that is read stands in the top 8 mm, where the slot is punched. */
export const lanyardFace: Face = {
  scale: 1,
  house,
  person,
  code: { x: FIELD.x + 0.4, y: FIELD.y + 0.4, side: FIELD.side - 0.8 },
};

function house(pen: Pen, of: House): void {
  const brand = readColour(of.brandColour);
  const beyond = 2 * BLEED;
  pen.box(-beyond, -beyond, WIDTH + 2 * beyond, HEIGHT + 2 * beyond, PAPER);
  pen.box(-beyond, -beyond, WIDTH + 2 * beyond, beyond + 8.2, brand);
  placeLogo(pen, of, { x: MARGIN, y: 10, width: INNER, height: 6, align: "centre", size: 2.8 }, INK);

  pen.box(FRAME.x - 0.1, FRAME.y - 0.1, FRAME.width + 0.2, FRAME.height + 0.2, LINE, 2.3);
  pen.box(FRAME.x, FRAME.y, FRAME.width, FRAME.height, brand, 2.2);
  pen.box(FIELD.x, FIELD.y, FIELD.side, FIELD.side, WHITE, 1.2);
  const scan = pen.fit(of.words.scan, "bold", {
    width: FIELD.side,
    height: 3.2,
    largest: 2.8,
    smallest: 1.6,
    lines: 1,
  });
  const below = FIELD.y + FIELD.side;
  const top = below + (FRAME.y + FRAME.height - below - pen.heightOf(scan)) / 2;
  pen.block(scan, { x: CENTRE, y: top, weight: "bold", colour: textOn(brand), align: "centre" });
}

function person(pen: Pen, of: Person): void {
  const name = pen.fit(of.name, "bold", { width: INNER, height: 6.4, largest: 4.6, smallest: 2.2, lines: 2 });
  pen.block(name, { x: CENTRE, y: 64.6, weight: "bold", colour: INK, align: "centre" });
  const site = pen.fit(of.siteName, "regular", { width: INNER, height: 2.6, largest: 2.4, smallest: 1.7, lines: 1 });
  const siteTop = name.lines.length > 1 ? 71.8 : 69.9;
  pen.block(site, { x: CENTRE, y: siteTop, colour: SOFT, align: "centre" });
  const small = { width: INNER, height: 6.2, largest: 1.75, smallest: 1.2, lines: 4 };
  const pledge = pen.fit(of.words.pledge(of.checkoutHost, of.payee), "regular", small);
  pen.block(pledge, { x: CENTRE, y: 75.4, colour: SOFT, align: "centre" });
  const pressure = pen.fit(of.words.pressure, "bold", {
    width: 30,
    height: 2.2,
    largest: 1.8,
    smallest: 1.3,
    lines: 1,
  });
  pen.block(pressure, { x: MARGIN, y: 82.3, weight: "bold", colour: INK });
  const serial = pen.fit(of.serial, "regular", { width: 15, height: 2.2, largest: 1.75, smallest: 1, lines: 1 });
  pen.block(serial, { x: WIDTH - MARGIN, y: 82.3, colour: SOFT, align: "right" });
}
