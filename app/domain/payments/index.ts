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
export { applyDueDisputes } from "./disputes/apply-due-disputes.ts";
export { createDeadlineAlerts } from "./disputes/create-deadline-alerts.ts";
export { type EvidenceView, findEvidence } from "./disputes/find-evidence.ts";
export { type DisputeDetails, getDispute } from "./disputes/get-dispute.ts";
export { type DisputeList, type DisputeSummary, listDisputes } from "./disputes/list-disputes.ts";
export { type DisputeStatus, DUE_SOON_MS } from "./disputes/rules.ts";
export { sendDisputeAnswers } from "./disputes/send-dispute-answers.ts";
export { type StartDisputeAnswerOutcome, startDisputeAnswer } from "./disputes/start-dispute-answer.ts";
export { INTENT_FIELD, type Intent, signIntent, type TakenIntent } from "./intent.ts";
export { type DeadLetter, type DeadLetterList, listDeadLetters } from "./list-dead-letters.ts";
export { KNOWN_TIP_COLUMNS, type KnownTipRow, readKnownTip } from "./load.ts";
export { POSTINGS, type Posting, type PostingRow, readPostings } from "./postings.ts";
export { applyDueRefunds } from "./refunds/apply-due-refunds.ts";
export type { CreateRefundOutcome } from "./refunds/create-refund.ts";
export { findRefundTerms, type RefundTerms } from "./refunds/find-refund-terms.ts";
export { findReserve, type Reserve } from "./refunds/find-reserve.ts";
export { getRefund, type RefundDetails } from "./refunds/get-refund.ts";
export { listRefunds, type RefundList, type RefundSummary } from "./refunds/list-refunds.ts";
export { listReserveUses, type ReserveUse } from "./refunds/list-reserve-uses.ts";
export { isPatronOf, patronKeyOf } from "./refunds/patron-key.ts";
export { type RefundOwnOutcome, refundOwnTip } from "./refunds/refund-own-tip.ts";
export { refundTip } from "./refunds/refund-tip.ts";
export { type ReleaseRefundOutcome, releaseRefund } from "./refunds/release-refund.ts";
export {
  PATRON_MAY_CANCEL_MS,
  patronMayCancelUntil,
  type RefundCause,
  type RefundRefusal,
  type RefundStatus,
} from "./refunds/rules.ts";
export { sendRefunds } from "./refunds/send-refunds.ts";
export { type VoidRefundOutcome, voidRefund } from "./refunds/void-refund.ts";
export { type KnownTip, MAY_SUCCEED, nextCheckInMs, type TipStatus } from "./rules.ts";
export { readReceiptCode } from "./searching.ts";
export { sendDeadLetter } from "./send-dead-letter.ts";
export { claimIntent, copyAnswer, findCopiedAnswer, findSpooledIntent, spoolIntent } from "./spool.ts";
