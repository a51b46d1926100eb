import type { PrintedCard } from "./card.ts";
import { darkRuns, encodeUrl, outerSize } from "./code.ts";
import { number } from "./number.ts";
import { printable } from "./text.ts";

/** DejaVu is the widest of these: what is measured for it fits in the others. */
const FONTS = "'DejaVu Sans', Verdana, 'Noto Sans', 'Segoe UI', Roboto, Arial, sans-serif";
/** A little more than a wide letter of it takes, in sizes. A line that may be too long is pressed to its width. */
const WIDEST_LETTER = 0.72;
const MARGIN = 2;
const SIDE_MM = 90;

/**
 * The code as an SVG with a caption, in modules: name, site, address and serial. The code is painted last, on its own
 * white ground.
 */
export function printSvg(card: PrintedCard): string {
  const code = encodeUrl(card.url);
  const side = outerSize(code);
  const height = side + 11;
  const captions = [
    caption(card.name, side, side + 2.9, 2.6, "bold", "#1d2420"),
    caption(card.siteName, side, side + 5.4, 1.5, "normal", "#59635d"),
    caption(card.shortUrl, side, side + 7.8, 1.2, "bold", "#1d2420"),
    caption(`${card.words.serial} ${card.serial}`, side, side + 9.6, 1.1, "normal", "#59635d"),
  ];
  const modules = darkRuns(code).map(({ x, y, width }) => `M${x} ${y}h${width}v1h-${width}z`);
  const size = `width="${SIDE_MM}mm" height="${number((SIDE_MM * height) / side)}mm"`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" ${size} viewBox="0 0 ${side} ${number(height)}" xml:lang="${escapeXml(card.language)}">`,
    `<title>${escapeXml(printable(card.name))}</title>`,
    `<rect width="${side}" height="${number(height)}" fill="#fff"/>`,
    `<g font-family="${FONTS}" text-anchor="middle">`,
    ...captions,
    "</g>",
    `<g id="code" shape-rendering="crispEdges"><rect width="${side}" height="${side}" fill="#fff"/><path d="${modules.join("")}"/></g>`,
    "</svg>",
    "",
  ].join("\n");
}

function caption(text: string, side: number, y: number, size: number, weight: string, colour: string): string {
  const shown = printable(text);
  const room = side - 2 * MARGIN;
  const widest = Array.from(shown).length * WIDEST_LETTER;
  const fitted = Math.max(size * 0.6, Math.min(size, room / widest));
  const pressed = widest * fitted > room ? ` textLength="${room}" lengthAdjust="spacingAndGlyphs"` : "";
  const style = `font-size="${number(fitted)}" font-weight="${weight}" fill="${colour}"`;
  return `<text x="${number(side / 2)}" y="${number(y)}" ${style}${pressed}>${escapeXml(shown)}</text>`;
}

const ESCAPED: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

function escapeXml(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => ESCAPED[character] ?? character);
}
