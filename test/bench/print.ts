import { checkArtefact, printPdf } from "#app/domain/qr/index.ts";
import { cardOf, FONTS, logoOf, readSheets, scan } from "#test/domain/qr/print/paper.ts";
import type { Bench } from "./bench.ts";

const POSTERS = 200;
/** Where the poster has its code, with some of what surrounds it. */
const CODE = { x: 30, y: 82, width: 150, height: 165 };

/** 200 posters as one PDF, each code decoded again from the file's own bytes; and then, untimed, from the paper. */
export const print: Bench = async () => {
  const logo = logoOf(600, 200);
  const cards = Array.from({ length: POSTERS }, (_, n) => cardOf(n, { logo, name: `Adaeze Ọ̀ṣúnṣẹ̀yẹ ${n}` }));
  const urls = cards.map(({ url }) => url);
  const startedAt = performance.now();
  const pdf = await printPdf(cards, "a4", FONTS);
  const printedAt = performance.now();
  const refused = await checkArtefact(pdf, "pdf", urls);
  const checkedAt = performance.now();
  if (refused.length > 0) throw new Error(`the check refused ${refused.length} of ${POSTERS} posters`);

  const read = await readSheets(pdf, (sheet) => scan(sheet, CODE)?.code.data);
  const decoded = read.filter((text, n) => text === urls[n]?.toUpperCase()).length;
  const inSeconds = (from: number, to: number) => `${((to - from) / 1_000).toFixed(1)} s`;
  return [
    {
      what: `${POSTERS} posters as one PDF of ${Math.round(pdf.length / 1_000)} kB, checked`,
      bare: `printed in ${inSeconds(startedAt, printedAt)}`,
      ours: inSeconds(startedAt, checkedAt),
      ratio: (checkedAt - startedAt) / 1_000,
      unit: "s",
      target: { most: 20 },
    },
    {
      what: "of them, decoded at 150 dpi",
      bare: String(POSTERS),
      ours: String(decoded),
      ratio: decoded / POSTERS,
      target: { least: 1 },
    },
  ];
};
