import type { PrintedCard } from "./card.ts";
import type { Pen, Placed } from "./pen.ts";

/** What all guards of one organisation have in common; it is drawn once in a document. */
export type House = Pick<PrintedCard, "organisationName" | "brandColour" | "checkoutHost" | "language" | "words"> & {
  logo: Placed | null;
};

/** One guard's own part. */
export type Person = Omit<PrintedCard, "logo">;

/** How a template looks. Measures are millimetres from the upper left corner of the trim. */
export interface Face {
  /** What the whole face is multiplied by to fill its trim. */
  scale: number;
  house: (pen: Pen, house: House) => void;
  person: (pen: Pen, person: Person) => void;
  /** Where the code goes, its quiet zone included. It is painted over everything else. */
  code: { x: number; y: number; side: number };
}

/** The logo, as large as its box allows, or the organisation's name in its place. */
export function placeLogo(
  pen: Pen,
  house: House,
  box: { x: number; y: number; width: number; height: number; align: "left" | "centre"; size: number },
  colour: readonly [number, number, number],
): void {
  const { logo } = house;
  if (logo === null) {
    const fitted = pen.fit(house.organisationName, "bold", {
      width: box.width,
      height: box.height,
      largest: box.size,
      smallest: box.size * 0.55,
      lines: 2,
    });
    const top = box.y + (box.height - pen.heightOf(fitted)) / 2;
    const x = box.align === "left" ? box.x : box.x + box.width / 2;
    pen.block(fitted, { x, y: top, weight: "bold", colour, align: box.align });
    return;
  }
  const shown = Math.min(box.width, (box.height * logo.width) / logo.height);
  const height = (shown * logo.height) / logo.width;
  const x = box.align === "left" ? box.x : box.x + (box.width - shown) / 2;
  pen.image(logo, x, box.y + (box.height - height) / 2, shown);
}
