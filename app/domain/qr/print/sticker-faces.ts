import { INK, LINE, readColour, SOFT, textOn } from "./colour.ts";
import { type Face, type House, type Person, placeLogo } from "./face.ts";
import type { Pen } from "./pen.ts";
import { TEMPLATES } from "./templates.ts";

const SMALL = TEMPLATES.l7160.label;
const LARGE = TEMPLATES.l7165.label;

/** A sheet may feed a millimetre or two askew: nothing but white stands near a sticker's edge. */
export const smallStickerFace: Face = {
  scale: 1,
  house: smallHouse,
  person: smallPerson,
  code: { x: 2.2, y: 2.2, side: SMALL.height - 4.4 },
};

/** With room for the address and the pledge. */
export const largeStickerFace: Face = {
  scale: 1,
  house: largeHouse,
  person: largePerson,
  code: { x: 3.4, y: 3.4, side: 53.5 },
};

const SMALL_TEXT = { x: 37, width: SMALL.width - 37 - 2.6 };

function smallHouse(pen: Pen, of: House): void {
  const brand = readColour(of.brandColour);
  pen.box(SMALL_TEXT.x, 4, SMALL_TEXT.width, 4.6, brand, 1);
  const scan = pen.fit(of.words.scan, "bold", {
    width: SMALL_TEXT.width - 2,
    height: 2.6,
    largest: 2.1,
    smallest: 1.3,
    lines: 1,
  });
  const top = 4 + (4.6 - pen.heightOf(scan)) / 2;
  pen.block(scan, {
    x: SMALL_TEXT.x + SMALL_TEXT.width / 2,
    y: top,
    weight: "bold",
    colour: textOn(brand),
    align: "centre",
  });
  const { width } = SMALL_TEXT;
  const pressure = pen.fit(of.words.pressure, "bold", { width, height: 4.6, largest: 1.8, smallest: 1.4, lines: 2 });
  pen.block(pressure, { x: SMALL_TEXT.x, y: 28.2, weight: "bold", colour: INK });
}

function smallPerson(pen: Pen, of: Person): void {
  const { x, width } = SMALL_TEXT;
  const name = pen.fit(of.name, "bold", { width, height: 8.4, largest: 3.8, smallest: 2, lines: 3 });
  const below = pen.block(name, { x, y: 10.8, weight: "bold", colour: INK });
  const site = pen.fit(of.siteName, "regular", { width, height: 4.4, largest: 1.9, smallest: 1.5, lines: 2 });
  pen.block(site, { x, y: below + 1.5, colour: SOFT });
  const serial = pen.fit(of.serial, "regular", { width, height: 2.2, largest: 1.7, smallest: 1.1, lines: 1 });
  pen.block(serial, { x, y: 33.4, colour: SOFT });
}

const LARGE_TEXT = { x: 60, width: LARGE.width - 60 - 4.6 };

function largeHouse(pen: Pen, of: House): void {
  const brand = readColour(of.brandColour);
  const { x, width } = LARGE_TEXT;
  placeLogo(pen, of, { x, y: 4.4, width, height: 7, align: "left", size: 2.8 }, INK);
  pen.box(x, 14, width, 6.4, brand, 1.4);
  const scan = pen.fit(of.words.scan, "bold", { width: width - 3, height: 3.4, largest: 2.7, smallest: 1.6, lines: 1 });
  const top = 14 + (6.4 - pen.heightOf(scan)) / 2;
  pen.block(scan, { x: x + width / 2, y: top, weight: "bold", colour: textOn(brand), align: "centre" });
  pen.stroke(
    [
      [x, 43],
      [x + width, 43],
    ],
    LINE,
    0.2,
  );
  const pressure = pen.fit(of.words.pressure, "bold", { width, height: 2.8, largest: 2.15, smallest: 1.6, lines: 1 });
  pen.block(pressure, { x, y: 45.2, weight: "bold", colour: INK });
}

function largePerson(pen: Pen, of: Person): void {
  const { x, width } = LARGE_TEXT;
  pen.line(of.words.eyebrow, 2.3, { x, y: 24.9, colour: SOFT });
  const name = pen.fit(of.name, "bold", { width, height: 9.6, largest: 4.8, smallest: 2.4, lines: 2 });
  const below = pen.block(name, { x, y: 26.8, weight: "bold", colour: INK });
  const site = pen.fit(of.siteName, "regular", { width, height: 5.2, largest: 2.3, smallest: 1.7, lines: 2 });
  pen.block(site, { x, y: below + 1.9, colour: SOFT });
  const room = { width, height: 9, largest: 1.85, smallest: 1.4, lines: 5 };
  pen.block(pen.fit(of.words.pledge(of.checkoutHost, of.payee), "regular", room), { x, y: 49, colour: SOFT });

  pen.line(of.words.type, 1.9, { x: 5.6, y: 59.6, colour: SOFT });
  const address = pen.fit(of.shortUrl, "bold", { width: 62, height: 3, largest: 2.2, smallest: 1.5, lines: 1 });
  pen.block(address, { x: 5.6, y: 61, weight: "bold", colour: INK });
  const serial = pen.fit(`${of.words.serial} ${of.serial}`, "regular", {
    width: 24,
    height: 2.4,
    largest: 1.9,
    smallest: 1.1,
    lines: 1,
  });
  pen.block(serial, { x: x + width, y: 61.1, colour: SOFT, align: "right" });
}
