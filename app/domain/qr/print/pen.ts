import { BLACK, type Colour } from "./colour.ts";
import { number } from "./number.ts";
import { type FittedText, fitText, heightOf as heightOfText, LEADING, printable, type Room } from "./text.ts";
import type { Typeface } from "./typeface.ts";

export type Weight = "regular" | "bold";

/** A resource of a document that a pen may place by its name. */
export interface Placed {
  name: string;
  width: number;
  height: number;
}

export interface TextStyle {
  x: number;
  y: number;
  weight?: Weight;
  colour: Colour;
  align?: "left" | "centre" | "right";
}

/** The height of DejaVu's capitals, in sizes. */
const CAPITAL = 0.73;
/** A circle's quarter as a Bézier curve: how far its handles reach, in radii. */
const ROUND = 0.5523;

/** Takes an operator, or a line of them. */
type Write = (operators: string) => void;

export type Pen = ReturnType<typeof createPen>;

/**
 * Writes the operators of a PDF content stream in millimetres from the upper left corner, which the page's first matrix
 * must establish. What it places it remembers by name, for the page's resources.
 */
export function createPen(faces: Record<Weight, Typeface>) {
  const operators: string[] = [];
  const last: string[] = [];
  const used = new Set<string>();
  const write: Write = (line) => operators.push(line);
  const writeLast: Write = (line) => last.push(line);
  return {
    ...lettering(faces, write),
    ...drawing(write),
    ...placing(write, writeLast, used),
    content: () => [...operators, ...last].join("\n"),
    used,
  };
}

function lettering(faces: Record<Weight, Typeface>, write: Write) {
  const clean = (text: string, weight: Weight) => printable(text, faces[weight].has);

  /** The text's lines, sized for the room. */
  function fit(text: string, weight: Weight, room: Room): FittedText {
    return fitText(clean(text, weight), faces[weight].measure, room);
  }

  /** From the top of the first line's capitals to the last baseline. */
  function heightOf(fitted: FittedText): number {
    return heightOfText(fitted, CAPITAL);
  }

  /** One line; `y` is its baseline. */
  function line(text: string, size: number, { x, y, weight = "regular", colour, align = "left" }: TextStyle): void {
    const face = faces[weight];
    const shown = clean(text, weight);
    const width = face.measure(shown) * size;
    const left = align === "left" ? x : align === "right" ? x - width : x - width / 2;
    const place = `1 0 0 -1 ${number(left)} ${number(y)} Tm`;
    write(`BT ${fillOf(colour)} /${weight} ${number(size)} Tf ${place} ${face.show(shown, size)} ET`);
  }

  /** Fitted lines; `y` is the top of the first line's capitals. Returns the last baseline. */
  function block(fitted: FittedText, style: TextStyle): number {
    const first = style.y + fitted.size * CAPITAL;
    fitted.lines.forEach((text, i) => {
      line(text, fitted.size, { ...style, y: first + i * fitted.size * LEADING });
    });
    return style.y + heightOf(fitted);
  }

  return { fit, heightOf, line, block };
}

function drawing(write: Write) {
  function box(x: number, y: number, width: number, height: number, colour: Colour, radius = 0): void {
    const path = radius > 0 ? roundPath(x, y, width, height, radius) : rectangle(x, y, width, height);
    write(`${fillOf(colour)} ${path} f`);
  }

  function stroke(points: readonly [x: number, y: number][], colour: Colour, width: number): void {
    const path = points.map(([x, y], i) => `${number(x)} ${number(y)} ${i === 0 ? "m" : "l"}`).join(" ");
    write(`${colour.map(number).join(" ")} RG ${number(width)} w ${path} S`);
  }

  /** Until `leave`, all is drawn so much larger, from this corner. */
  function enter(scale: number, x: number, y: number): void {
    write(`q ${number(scale)} 0 0 ${number(scale)} ${number(x)} ${number(y)} cm`);
  }

  /** Until `leave`, nothing is drawn outside this box. */
  function clip(x: number, y: number, width: number, height: number): void {
    write(`q ${rectangle(x, y, width, height)} W n`);
  }

  function leave(): void {
    write("Q");
  }

  return { box, stroke, enter, clip, leave };
}

function placing(write: Write, writeLast: Write, used: Set<string>) {
  const placed = (name: string, matrix: readonly number[]) => {
    used.add(name);
    return `q ${matrix.map(number).join(" ")} cm /${name} Do Q`;
  };

  /** Places a form in its own measure, so wide. */
  function place({ name, width }: Placed, x: number, y: number, shownWidth: number): void {
    write(placed(name, [shownWidth / width, 0, 0, shownWidth / width, x, y]));
  }

  /** As `place`, but over everything else that is drawn, whatever comes after. */
  function placeLast({ name, width }: Placed, x: number, y: number, shownWidth: number): void {
    writeLast(placed(name, [shownWidth / width, 0, 0, shownWidth / width, x, y]));
  }

  /** Places an image, upright, so wide. */
  function image({ name, width, height }: Placed, x: number, y: number, shownWidth: number): void {
    const shownHeight = (height / width) * shownWidth;
    write(placed(name, [shownWidth, 0, 0, -shownHeight, x, y + shownHeight]));
  }

  return { place, placeLast, image };
}

function fillOf(colour: Colour): string {
  return colour === BLACK ? "0 g" : `${colour.map(number).join(" ")} rg`;
}

function rectangle(x: number, y: number, width: number, height: number): string {
  return `${[x, y, width, height].map(number).join(" ")} re`;
}

function roundPath(x: number, y: number, width: number, height: number, radius: number): string {
  const [right, bottom, handle] = [x + width, y + height, radius * (1 - ROUND)];
  const to = (...values: number[]) => values.map(number).join(" ");
  return [
    `${to(x + radius, y)} m`,
    `${to(right - radius, y)} l ${to(right - handle, y, right, y + handle, right, y + radius)} c`,
    `${to(right, bottom - radius)} l ${to(right, bottom - handle, right - handle, bottom, right - radius, bottom)} c`,
    `${to(x + radius, bottom)} l ${to(x + handle, bottom, x, bottom - handle, x, bottom - radius)} c`,
    `${to(x, y + radius)} l ${to(x, y + handle, x + handle, y, x + radius, y)} c h`,
  ].join(" ");
}
