export { fileName, type PrintedFile, zipFiles } from "./bundle.ts";
export { type PrintedCard, type PrintedWords, type PrintFonts, spellUrl } from "./card.ts";
export { type ArtefactKind, checkArtefact } from "./check.ts";
export { type PrintOptions, printPdf } from "./pdf.ts";
export { printPng } from "./png.ts";
export { printReport } from "./report-pdf.ts";
export { printSvg } from "./svg.ts";
export { cardsAPage, TEMPLATES, type TemplateName } from "./templates.ts";
