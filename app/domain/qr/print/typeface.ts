import type * as Pdf from "@cantoo/pdf-lib";
import type fontkit from "@pdf-lib/fontkit";
import { number } from "./number.ts";
import type { Measure } from "./text.ts";

/** A font of a document: it measures texts, and writes the operators that show them. */
export interface Typeface {
  measure: Measure;
  has: (codePoint: number) => boolean;
  show: (text: string, size: number) => string;
}

type Fontkit = typeof fontkit;
type Font = ReturnType<Fontkit["create"]>;

/** Hexadecimal digits a glyph. */
const DIGITS = 4;

/**
 * Embeds a font, of which only the glyphs that are shown are kept. pdf-lib sets glyphs side by side; here each stands
 * where the font puts it, or the tone marks of Ọ̀ and Ẹ́ would run through their letters.
 */
export async function embedTypeface(
  doc: Pdf.PDFDocument,
  shaper: Fontkit,
  file: Uint8Array,
): Promise<{ ref: Pdf.PDFRef; face: Typeface }> {
  const font = withStreams(shaper.create(file));
  doc.registerFontkit({ create: () => font });
  const embedded = await doc.embedFont(file, { subset: true });
  const characters = new Set(font.characterSet);
  const widths = new Map<string, number>();
  const measure = (text: string) => {
    const known = widths.get(text);
    if (known !== undefined) return known;
    const advances = font.layout(text).positions.map(({ xAdvance }) => xAdvance / font.unitsPerEm);
    const width = advances.reduce((sum, advance) => sum + advance, 0);
    widths.set(text, width);
    return width;
  };
  const show = (text: string, size: number) => showGlyphs(font, embedded.encodeText(text).asString(), text, size);
  return { ref: embedded.ref, face: { measure, has: (codePoint) => characters.has(codePoint), show } };
}

/** PDF moves on by a glyph's own width: what the font wants otherwise is written between the glyphs, in thousandths. */
function showGlyphs(font: Font, encoded: string, text: string, size: number): string {
  const { glyphs, positions } = font.layout(text);
  const thousandths = (units: number) => (units * 1000) / font.unitsPerEm;
  const operators: string[] = [];
  let line: string[] = [];
  let rise = 0;
  const finish = () => {
    if (line.length > 0) operators.push(`[${line.join(" ").replaceAll("> <", "")}] TJ`);
    line = [];
  };
  glyphs.forEach((glyph, i) => {
    const { xOffset = 0, yOffset = 0, xAdvance = glyph.advanceWidth } = positions[i] ?? {};
    if (yOffset !== rise) {
      finish();
      rise = yOffset;
      operators.push(`${number((rise / font.unitsPerEm) * size)} Ts`);
    }
    const after = glyph.advanceWidth - xAdvance + xOffset;
    if (xOffset !== 0) line.push(number(-thousandths(xOffset)));
    line.push(`<${encoded.slice(i * DIGITS, (i + 1) * DIGITS)}>`);
    if (after !== 0) line.push(number(thousandths(after)));
  });
  finish();
  return rise === 0 ? operators.join(" ") : `${operators.join(" ")} 0 Ts`;
}

/**
 * pdf-lib takes any `encode` of a subset for one without arguments, which this fontkit's is not: it is shown only what
 * the two agree on.
 */
function withStreams(font: Font): Font {
  const whole = font.createSubset.bind(font);
  const createSubset = () => {
    const subset = whole();
    const includeGlyph: typeof subset.includeGlyph = (glyph) => subset.includeGlyph(glyph);
    return { includeGlyph, encodeStream: () => subset.encodeStream() };
  };
  return Object.assign(font, { createSubset });
}
