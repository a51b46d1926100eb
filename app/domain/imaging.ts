import type { Instant } from "../core/time.ts";

/** Pictures that can be opened. */
export type PictureKind = "jpeg" | "png" | "webp";

/** EXIF tag 0x0112 (TIFF 6.0): 1 is upright, 2 to 8 are mirrored or turned. */
export type Orientation = 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8;

/** A rectangle of a picture's pixels as they are stored. */
export interface PixelArea {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** What is made of a picture: `area` of it, upright, once for each size. */
export interface PictureOrder {
  kind: PictureKind;
  /** As stored. */
  width: number;
  height: number;
  orientation: Orientation;
  area: PixelArea;
  /** The longer side in pixels, never enlarged, and the most bytes that its file may have. */
  sizes: readonly { side: number; maxBytes: number }[];
}

export type PictureRendering =
  | { status: "rendered"; pictures: Uint8Array<ArrayBuffer>[] }
  /** The file is cut off, broken, or stored in a way that cannot be opened. */
  | { status: "unreadable" };

/** Opens pictures and writes them anew. */
export interface Images {
  /** Gives one JPEG a size, of pixels only, on white. Never throws for what the file holds. */
  render(bytes: Uint8Array<ArrayBuffer>, order: PictureOrder): Promise<PictureRendering>;
  /** Gives the area's pixels, upright and no longer than `side`; null for what cannot be opened. */
  open(bytes: Uint8Array<ArrayBuffer>, order: Omit<PictureOrder, "sizes">, side: number): Promise<Pixels | null>;
}

/** Pixels in rows: red, green, blue and opacity, a byte each. */
export interface Pixels {
  pixels: Uint8Array | Uint8ClampedArray;
  width: number;
  height: number;
}

/** What is printed of one guard's code; app/domain/qr/print knows how. */
export interface CardToPrint {
  /** What the code holds: https://…/g/TOKEN. */
  url: string;
  serial: string;
  /** The guard's display name or badge. */
  name: string;
  siteName: string;
  organisationName: string;
  /** What the checkout calls the one who is paid. */
  payee: string;
  /** #rrggbb. */
  brandColour: string;
  /** PNG or JPEG. */
  logo: Uint8Array | null;
  language: string;
}

export type PrintTemplate = "a4" | "a6" | "cr80" | "l7160" | "l7165";
export type PrintKind = PrintTemplate | "svg" | "png";

/** `unreadable`: the addresses whose code could not be read back out of the file. */
export type PrintOutcome =
  | { status: "printed"; bytes: Uint8Array<ArrayBuffer> }
  | { status: "unreadable"; urls: string[] };

/** A part of a printed report: a heading and its lines, each a term and a value. */
export interface ReportSection {
  heading: string;
  lines: readonly (readonly [term: string, value: string])[];
}

/** Prints codes and reads them. Its libraries are large and loaded with its first use: no patron's page waits for them. */
export interface Press {
  /**
   * Prints cards into one file, and reads every code back out of it with a fifth hidden: what cannot be read is not
   * handed out. An SVG or PNG has one card.
   */
  print(cards: readonly CardToPrint[], kind: PrintKind, options?: { cropMarks?: boolean }): Promise<PrintOutcome>;
  /** Files as one zip. */
  zip(files: readonly { name: string; bytes: Uint8Array }[], at: Instant): Promise<Uint8Array<ArrayBuffer>>;
  /** Prints terms and values, in sections, as a PDF of A4 pages. */
  report(title: string, sections: readonly ReportSection[]): Promise<Uint8Array<ArrayBuffer>>;
  /** What the QR code in a picture says; null when there is none that can be read. */
  readCode(picture: Pixels): Promise<string | null>;
}
