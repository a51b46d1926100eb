export { archiveCode } from "./archive-code.ts";
export { archiveGuards } from "./archive-guards.ts";
export {
  type CardJson,
  type GuardCard,
  readCard,
  selectCard,
  type TipPolicy,
} from "./card.ts";
export { type CreateCodeOutcome, createCode } from "./create-code.ts";
export { createMissingCodes } from "./create-missing-codes.ts";
export { deliverSnapshots } from "./deliver-snapshots.ts";
export { type CardLookup, findCard } from "./find-card.ts";
export { findSnapshot } from "./find-snapshot.ts";
export {
  type ArtefactKind,
  cardsAPage,
  checkArtefact,
  fileName,
  type PrintedCard,
  type PrintedFile,
  type PrintedWords,
  type PrintFonts,
  type PrintOptions,
  printPdf,
  printPng,
  printSvg,
  spellUrl,
  TEMPLATES,
  type TemplateName,
  zipFiles,
} from "./print/index.ts";
export { readSerial } from "./serial.ts";
export { mintToken, readToken } from "./token.ts";
