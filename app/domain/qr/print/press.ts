import type * as Pdf from "@cantoo/pdf-lib";
import type { PrintedCard, PrintFonts } from "./card.ts";
import { darkRuns, encodeUrl, outerSize } from "./code.ts";
import type { Face, House } from "./face.ts";
import { number } from "./number.ts";
import { createPen, type Pen, type Placed, type Weight } from "./pen.ts";
import type { Size } from "./templates.ts";
import { embedTypeface, type Typeface } from "./typeface.ts";

/** Points in a millimetre. */
export const POINTS = 72 / 25.4;
/** Begins the name of each code's form, by which the check finds it. */
export const CODE_PREFIX = "code-";

type Dictionary = NonNullable<Parameters<Pdf.PDFContext["flateStream"]>[1]>;

/** A document being printed, with what its pages share. */
export interface Press {
  lib: typeof Pdf;
  doc: Pdf.PDFDocument;
  fonts: Record<Weight, Pdf.PDFRef>;
  faces: Record<Weight, Typeface>;
  objects: Map<string, Pdf.PDFRef>;
  codes: Map<string, Placed>;
  houses: Map<string, Placed>;
  logos: Map<Uint8Array, Placed>;
}

/** The libraries are large and only printing needs them: they are loaded with the first print, not with the Worker. */
export async function openPress(fonts: PrintFonts, cards: readonly PrintedCard[]): Promise<Press> {
  const [lib, { default: shaper }] = await Promise.all([import("@cantoo/pdf-lib"), import("@pdf-lib/fontkit")]);
  const doc = await lib.PDFDocument.create({ updateMetadata: false });
  doc.setLanguage(cards[0]?.language ?? "en");
  const regular = await embedTypeface(doc, shaper, fonts.regular);
  const bold = await embedTypeface(doc, shaper, fonts.bold);
  const press: Press = {
    lib,
    doc,
    fonts: { regular: regular.ref, bold: bold.ref },
    faces: { regular: regular.face, bold: bold.face },
    objects: new Map(),
    codes: new Map(),
    houses: new Map(),
    logos: new Map(),
  };
  for (const { logo } of cards) if (logo !== null && !press.logos.has(logo)) await embedLogo(press, logo);
  return press;
}

/** The code's form, in modules; it brings its own white ground. */
export function codeForm(press: Press, url: string): Placed {
  const known = press.codes.get(url);
  if (known) return known;
  const code = encodeUrl(url);
  const side = outerSize(code);
  const modules = darkRuns(code).map(({ x, y, width }) => `${x} ${y} ${width} 1 re`);
  const placed = { name: `${CODE_PREFIX}${press.codes.size}`, width: side, height: side };
  addForm(press, placed.name, `1 g 0 0 ${side} ${side} re f\n0 g ${modules.join("\n")} f`, [0, 0, side, side], {});
  press.codes.set(url, placed);
  return placed;
}

/** What a face draws for every guard of an organisation, in millimetres. */
export function houseForm(press: Press, face: Face, house: House): Placed {
  const key = JSON.stringify([house.organisationName, house.brandColour, house.words, house.logo]);
  const known = press.houses.get(key);
  if (known) return known;
  const pen = createPen(press.faces);
  face.house(pen, house);
  const placed = { name: `house-${press.houses.size}`, width: 1, height: 1 };
  addForm(press, placed.name, pen.content(), [-50, -50, 400, 400], resourcesOf(press, pen));
  press.houses.set(key, placed);
  return placed;
}

/** Adds what a pen drew as a page; `slug` is what the page has on each side beyond the size, `bleed` what is printed of it. */
export function addPage(press: Press, pen: Pen, { width, height }: Size, slug: number, bleed: number): void {
  const { lib, doc } = press;
  const page = doc.addPage([(width + 2 * slug) * POINTS, (height + 2 * slug) * POINTS]);
  const matrix = [POINTS, 0, 0, -POINTS, slug * POINTS, (height + slug) * POINTS].map(number).join(" ");
  const content = doc.context.flateStream(`${matrix} cm\n${pen.content()}`);
  page.node.set(lib.PDFName.of("Contents"), doc.context.register(content));
  page.node.set(lib.PDFName.of("Resources"), doc.context.obj(resourcesOf(press, pen)));
  if (slug === 0) return;
  const out = (slug - bleed) * POINTS;
  page.setTrimBox(slug * POINTS, slug * POINTS, width * POINTS, height * POINTS);
  page.setBleedBox(out, out, (width + 2 * bleed) * POINTS, (height + 2 * bleed) * POINTS);
}

function addForm(press: Press, name: string, content: string, bounds: number[], resources: Dictionary): void {
  const dictionary = { Type: "XObject", Subtype: "Form", BBox: bounds, Resources: resources };
  press.objects.set(name, press.doc.context.register(press.doc.context.flateStream(content, dictionary)));
}

function resourcesOf({ fonts, objects }: Press, pen: Pen): Dictionary {
  const used: Record<string, Pdf.PDFRef | undefined> = {};
  for (const name of pen.used) used[name] = objects.get(name);
  return { Font: { ...fonts }, XObject: used as Record<string, Pdf.PDFRef> };
}

/** A logo that is no picture we can read is left out; the organisation's name stands in its place. */
async function embedLogo({ doc, objects, logos }: Press, bytes: Uint8Array): Promise<void> {
  const isPng = bytes[0] === 0x89;
  const image = await (isPng ? doc.embedPng(bytes) : doc.embedJpg(bytes)).catch(() => null);
  if (image === null) return;
  const name = `logo-${logos.size}`;
  objects.set(name, image.ref);
  logos.set(bytes, { name, width: image.width, height: image.height });
}
