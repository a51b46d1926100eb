import type { CardToPrint, Press, PrintKind } from "../imaging.ts";
import type { ArtefactKind, PrintedCard, PrintedWords, PrintFonts } from "./print/index.ts";

export interface PressParts {
  fonts: () => Promise<PrintFonts>;
  /** The sentences on a card, in its language. */
  wordsFor: (language: string) => PrintedWords;
  /** Such as checkout.paystack.com. */
  checkoutHost: string;
}

/** The press of codes. What prints and reads is loaded with its first use. */
export function codePress({ fonts, wordsFor, checkoutHost }: PressParts): Press {
  const complete = (card: CardToPrint, spell: (url: string) => string): PrintedCard => ({
    ...card,
    shortUrl: spell(card.url),
    checkoutHost,
    words: wordsFor(card.language),
  });
  return {
    async print(cards, kind, options = {}) {
      const engine = await import("./print/index.ts");
      const printed = cards.map((card) => complete(card, engine.spellUrl));
      const bytes = await printFile(engine, printed, kind, async () => ({ fonts: await fonts(), options }));
      const urls = printed.map(({ url }) => url);
      const unreadable = await engine.checkArtefact(bytes, artefactOf(kind), urls);
      return unreadable.length === 0 ? { status: "printed", bytes } : { status: "unreadable", urls: unreadable };
    },
    async report(title, sections) {
      const { printReport } = await import("./print/index.ts");
      return printReport(title, sections, await fonts());
    },
    async zip(files, at) {
      const { zipFiles } = await import("./print/index.ts");
      return zipFiles(files, at);
    },
    async readCode({ pixels, width, height }) {
      const { default: read } = await import("jsqr");
      return read(new Uint8ClampedArray(pixels), width, height)?.data ?? null;
    },
  };
}

type Engine = typeof import("./print/index.ts");
interface PdfParts {
  fonts: PrintFonts;
  options: { cropMarks?: boolean };
}

async function printFile(
  engine: Engine,
  cards: readonly PrintedCard[],
  kind: PrintKind,
  partsOf: () => Promise<PdfParts>,
): Promise<Uint8Array<ArrayBuffer>> {
  if (kind !== "svg" && kind !== "png") {
    const { fonts, options } = await partsOf();
    return engine.printPdf(cards, kind, fonts, options);
  }
  const [card, ...others] = cards;
  if (!card || others.length > 0) throw new Error("a picture is of one code");
  return kind === "png" ? engine.printPng(card.url) : new TextEncoder().encode(engine.printSvg(card));
}

function artefactOf(kind: PrintKind): ArtefactKind {
  return kind === "svg" || kind === "png" ? kind : "pdf";
}
