export { applyDueEvents } from "./apply-due-events.ts";
export { applyDueLookups } from "./apply-due-lookups.ts";
export {
  RECEIPT_CODE_CHARACTERS,
  RECEIPT_TOKEN_CHARACTERS,
} from "./apply-intents.ts";
export { applyLookups, type LookupOutcome } from "./apply-lookups.ts";
export { applyRailEvents } from "./apply-rail-events.ts";
export { applySpool } from "./apply-spool.ts";
export { createDeadLetters } from "./create-dead-letters.ts";
export { createRailEvent } from "./create-rail-event.ts";
export { INTENT_FIELD, type Intent, signIntent, type TakenIntent } from "./intent.ts";
export { type DeadLetter, type DeadLetterList, listDeadLetters } from "./list-dead-letters.ts";
export { KNOWN_TIP_COLUMNS, type KnownTipRow, readKnownTip } from "./load.ts";
export { type KnownTip, MAY_SUCCEED, nextCheckInMs, type TipStatus } from "./rules.ts";
export { sendDeadLetter } from "./send-dead-letter.ts";
export { claimIntent, copyAnswer, findCopiedAnswer, findSpooledIntent, spoolIntent } from "./spool.ts";
