export { archiveCode } from "./archive-code.ts";
export { archiveGuards } from "./archive-guards.ts";
export {
  type CardJson,
  type GuardCard,
  readCard,
  selectCard,
  type TipPolicy,
} from "./card.ts";
export { codePress, type PressParts } from "./code-press.ts";
export { type CreateCodeOutcome, createCode } from "./create-code.ts";
export { createMissingCodes } from "./create-missing-codes.ts";
export { createSwapReport } from "./create-swap-report.ts";
export { deliverSnapshots } from "./deliver-snapshots.ts";
export { type CardLookup, findCard } from "./find-card.ts";
export { type CodeCheck, type FoundCode, findCode } from "./find-code.ts";
export { findCodeInPicture, type PictureReading } from "./find-code-in-picture.ts";
export { findSnapshot } from "./find-snapshot.ts";
export { listCodes, type SerialMatch } from "./list-codes.ts";
export { type GuardCode, listGuardCodes } from "./list-guard-codes.ts";
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
export { applyPrintJobs } from "./prints/apply-print-jobs.ts";
export { type CreateCodeMessageOutcome, createCodeMessage } from "./prints/create-code-message.ts";
export { type CreatePrintOutcome, createPrint } from "./prints/create-print.ts";
export { findPrintFile, type PrintFile } from "./prints/find-print-file.ts";
export { type CodeFileOutcome, getCodeFile } from "./prints/get-code-file.ts";
export { getPrintJob } from "./prints/get-print-job.ts";
export type { PrintJob } from "./prints/job.ts";
export { listPrintJobs } from "./prints/list-print-jobs.ts";
export { listPrintable, type Printable } from "./prints/list-printable.ts";
export { startPrintJob } from "./prints/start-print-job.ts";
export { payeeOf } from "./rules.ts";
export { readSerial } from "./serial.ts";
export { mintToken, readToken } from "./token.ts";
