import type { Instant } from "../../../core/time.ts";
import type { CardToPrint, Press, PrintKind, PrintOutcome, PrintTemplate } from "../../imaging.ts";
import type { PrintOrder } from "../input.ts";
import type { PrintableCode } from "../load.ts";
import { fileName } from "../print/bundle.ts";
import { cardsAPage } from "../print/templates.ts";

export interface PrintedFile {
  name: string;
  bytes: Uint8Array<ArrayBuffer>;
}

export type BatchOutcome =
  | { status: "printed"; files: PrintedFile[] }
  /** The serials of the codes that could not be read back. */
  | { status: "unreadable"; serials: string[] };

/** What one step may print, so that it stays well within 30 s of processor time and in a small memory. */
const CODES_AT_ONCE = 50;
const LABELS_AT_ONCE = 400;
const DOCUMENTS_AT_ONCE = 60;

/** How many codes of an order are one step. */
export function codesAStep({ kinds, layout, fillsSheets }: PrintOrder): number {
  const templates = kinds.filter(isTemplate);
  const labels = templates.reduce((sum, kind) => sum + (fillsSheets ? cardsAPage(kind) : 1), 0);
  const documents = layout === "apart" ? templates.length : 0;
  const bounds = [CODES_AT_ONCE, LABELS_AT_ONCE / Math.max(1, labels), DOCUMENTS_AT_ONCE / Math.max(1, documents)];
  return Math.max(1, Math.floor(Math.min(...bounds)));
}

/** Prints some codes of an order, the first of them the nth of all. */
export async function printBatch(
  press: Press,
  codes: readonly PrintableCode[],
  order: PrintOrder,
  first: number,
): Promise<BatchOutcome> {
  const files: PrintedFile[] = [];
  for (const { name, kind, cards } of filesOf(codes, order, first)) {
    const outcome: PrintOutcome = await press.print(cards, kind, { cropMarks: order.cropMarks });
    if (outcome.status === "unreadable") {
      const serials = cards.filter(({ url }) => outcome.urls.includes(url)).map(({ serial }) => serial);
      return { status: "unreadable", serials: [...new Set(serials)] };
    }
    files.push({ name, bytes: outcome.bytes });
  }
  return { status: "printed", files };
}

interface PlannedFile {
  name: string;
  kind: PrintKind;
  cards: CardToPrint[];
}

/** A serial is in every name of a guard's own file, so no two of a job are the same. */
function filesOf(codes: readonly PrintableCode[], order: PrintOrder, first: number): PlannedFile[] {
  if (codes.length === 0) return [];
  return order.kinds.flatMap((kind): PlannedFile[] => {
    if (isTemplate(kind) && order.layout === "together") {
      const cards = codes.flatMap(({ card }) => repeated(card, kind, order));
      return [
        { name: fileName([kind, "codes", String(first + 1), "to", String(first + codes.length)], "pdf"), kind, cards },
      ];
    }
    return codes.map(({ card }) => ({
      name: `${folderName(card.siteName)}/${guardFile(card, kind)}`,
      kind,
      cards: isTemplate(kind) ? repeated(card, kind, order) : [card],
    }));
  });
}

function folderName(siteName: string): string {
  return fileName([siteName], "x").replace(/\.x$/, "");
}

/** The name of one guard's file, such as `lek-7k3m-9qx2-adaeze-o-a4.pdf`. */
export function guardFile(card: Pick<CardToPrint, "serial" | "name">, kind: PrintKind): string {
  return isTemplate(kind) ? fileName([card.serial, card.name, kind], "pdf") : fileName([card.serial, card.name], kind);
}

function repeated(
  card: CardToPrint,
  kind: PrintTemplate,
  { fillsSheets }: Pick<PrintOrder, "fillsSheets">,
): CardToPrint[] {
  return Array.from({ length: fillsSheets ? cardsAPage(kind) : 1 }, () => card);
}

function isTemplate(kind: PrintKind): kind is PrintTemplate {
  return kind !== "svg" && kind !== "png";
}

/** What becomes of a few files: the one PDF as it is, or a zip of all. */
export async function bundleOf(
  press: Press,
  files: readonly PrintedFile[],
  at: Instant,
): Promise<PrintedFile & { contentType: string }> {
  const [only] = files;
  if (only && files.length === 1) {
    return { ...only, name: only.name.replace(/^.*\//, ""), contentType: contentTypeOf(only.name) };
  }
  return { name: "codes.zip", contentType: "application/zip", bytes: await press.zip(files, at) };
}

export function contentTypeOf(name: string): string {
  if (name.endsWith(".pdf")) return "application/pdf";
  if (name.endsWith(".svg")) return "image/svg+xml";
  return name.endsWith(".png") ? "image/png" : "application/zip";
}
