import { INK, LINE, PAPER, readColour, SOFT, textOn, WHITE } from "./colour.ts";
import { type Face, type House, type Person, placeLogo } from "./face.ts";
import type { Pen } from "./pen.ts";
import { BLEED, TEMPLATES } from "./templates.ts";

const { width: WIDTH, height: HEIGHT } = TEMPLATES.a4.trim;
const CENTRE = WIDTH / 2;
const MARGIN = 21;
const INNER = WIDTH - 2 * MARGIN;

/** The brand's frame around the code, and the white field inside it. */
const FRAME = { x: 35, y: 87, width: 140, height: 155 };
const FIELD = { x: FRAME.x + 4, y: FRAME.y + 4, side: FRAME.width - 8 };

/** For a wall beside a gate, to be read from a car. */
export const posterFace: Face = {
  scale: 1,
  house,
  person,
  code: { x: FIELD.x + 1, y: FIELD.y + 1, side: FIELD.side - 2 },
};

/** The same at half the size: A6 has the proportions of A4. */
export const smallPosterFace: Face = { ...posterFace, scale: 0.5 };

function house(pen: Pen, of: House): void {
  const brand = readColour(of.brandColour);
  const beyond = 2 * BLEED;
  pen.box(-beyond, -beyond, WIDTH + 2 * beyond, HEIGHT + 2 * beyond, PAPER);
  pen.box(-beyond, -beyond, WIDTH + 2 * beyond, beyond + 7, brand);
  placeLogo(pen, of, { x: MARGIN, y: 14.5, width: INNER, height: 15, align: "centre", size: 6.2 }, INK);
  pen.line(of.words.eyebrow, 7.4, { x: CENTRE, y: 45, colour: SOFT, align: "centre" });

  pen.box(FRAME.x - 0.3, FRAME.y - 0.3, FRAME.width + 0.6, FRAME.height + 0.6, LINE, 7.3);
  pen.box(FRAME.x, FRAME.y, FRAME.width, FRAME.height, brand, 7);
  pen.box(FIELD.x, FIELD.y, FIELD.side, FIELD.side, WHITE, 3);
  const scan = pen.fit(of.words.scan, "bold", { width: 124, height: 10, largest: 8.8, smallest: 4, lines: 1 });
  const below = FIELD.y + FIELD.side;
  const top = below + (FRAME.y + FRAME.height - below - pen.heightOf(scan)) / 2;
  pen.block(scan, { x: CENTRE, y: top, weight: "bold", colour: textOn(brand), align: "centre" });

  pen.stroke(
    [
      [MARGIN, 264],
      [WIDTH - MARGIN, 264],
    ],
    LINE,
    0.4,
  );
}

function person(pen: Pen, of: Person): void {
  const name = pen.fit(of.name, "bold", { width: INNER, height: 23, largest: 19, smallest: 8, lines: 2 });
  const site = pen.fit(of.siteName, "regular", { width: INNER, height: 10, largest: 6.6, smallest: 4.2, lines: 2 });
  const nameTop = 48.5 + (22 - pen.heightOf(name)) / 2;
  const siteTop = 74 + (7 - pen.heightOf(site)) / 2;
  pen.block(name, { x: CENTRE, y: nameTop, weight: "bold", colour: INK, align: "centre" });
  pen.block(site, { x: CENTRE, y: siteTop, colour: SOFT, align: "centre" });

  const address = pen.fit(of.shortUrl, "bold", { width: INNER, height: 6, largest: 5.2, smallest: 2.8, lines: 1 });
  pen.line(of.words.type, 4.2, { x: CENTRE, y: 250.5, colour: SOFT, align: "centre" });
  pen.block(address, { x: CENTRE, y: 253.4, weight: "bold", colour: INK, align: "centre" });

  const pledge = pen.fit(of.words.pledge(of.checkoutHost, of.payee), "regular", {
    width: 104,
    height: 20,
    largest: 4.3,
    smallest: 3.2,
    lines: 4,
  });
  pen.block(pledge, { x: MARGIN, y: 269, colour: SOFT });
  const pressure = pen.fit(of.words.pressure, "bold", { width: 56, height: 13, largest: 4.9, smallest: 3.6, lines: 2 });
  pen.block(pressure, { x: WIDTH - MARGIN, y: 269, weight: "bold", colour: INK, align: "right" });
  const serial = pen.fit(`${of.words.serial} ${of.serial}`, "regular", {
    width: 56,
    height: 5,
    largest: 4,
    smallest: 2.6,
    lines: 1,
  });
  pen.block(serial, { x: WIDTH - MARGIN, y: 283, colour: SOFT, align: "right" });
}
