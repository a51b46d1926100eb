export { applyDueTransferEvents } from "./apply-due-transfer-events.ts";
export { applyDueTransferLookups } from "./apply-due-transfer-lookups.ts";
export { applyTransferEvents } from "./apply-transfer-events.ts";
export { applyTransferLists } from "./apply-transfer-lists.ts";
export { archivePayoutFailure } from "./archive-payout-failure.ts";
export { type ApplyPayoutFileResultsOutcome, applyPayoutFileResults } from "./bank-files/apply-payout-file-results.ts";
export { archivePayoutFileResults } from "./bank-files/archive-payout-file-results.ts";
export { archivePayoutFileVoid } from "./bank-files/archive-payout-file-void.ts";
export { archivePayoutFiles } from "./bank-files/archive-payout-files.ts";
export { type CreatePayoutFileOutcome, createPayoutFile } from "./bank-files/create-payout-file.ts";
export { createPayoutFileResults } from "./bank-files/create-payout-file-results.ts";
export { deliverPayoutFile } from "./bank-files/deliver-payout-file.ts";
export { getPayoutFile, type PayoutFile, type PayoutFileLine } from "./bank-files/get-payout-file.ts";
export { getPayoutFileResults } from "./bank-files/get-payout-file-results.ts";
export { type FileCandidates, listPayoutFileCandidates } from "./bank-files/list-payout-file-candidates.ts";
export { listPayoutFiles, type PayoutFileRow } from "./bank-files/list-payout-files.ts";
export type { ResultError, ResultPlan } from "./bank-files/result-plan.ts";
export { startPayoutFileVoid } from "./bank-files/start-payout-file-void.ts";
export { type VoidPayoutFileOutcome, voidPayoutFile } from "./bank-files/void-payout-file.ts";
export { createDueSettlementRuns } from "./create-due-settlement-runs.ts";
export { createForecastAlerts } from "./create-forecast-alerts.ts";
export { type CreateSettlementRunOutcome, createSettlementRun } from "./create-settlement-run.ts";
export { type FeeBand, type FeeBearer, type PayoutPlan, planPayout } from "./fee-plan.ts";
export { findGuardSettlement, type GuardSettlement } from "./find-guard-settlement.ts";
export { findPayoutControls, type PausedLane, type PayoutStanding } from "./find-payout-controls.ts";
export { findPayoutCosts, type PayoutCost } from "./find-payout-costs.ts";
export { findPayoutNeeds } from "./find-payout-needs.ts";
export { findSettlementPlan, type SettlementPlan, type StayReason } from "./find-settlement-plan.ts";
export { findTipSettlement, type TipSettlement } from "./find-tip-settlement.ts";
export { findTransferApproval } from "./find-transfer-approval.ts";
export { applyPayoutFindings } from "./findings/apply-payout-findings.ts";
export {
  type CreatePayoutFindingOutcome,
  createPayoutFinding,
  type Finding,
} from "./findings/create-payout-finding.ts";
export { findPayoutDoubt, type PayoutDoubt } from "./findings/find-payout-doubt.ts";
export { type ReleasePayoutFindingOutcome, releasePayoutFinding } from "./findings/release-payout-finding.ts";
export { voidPayoutFinding } from "./findings/void-payout-finding.ts";
export {
  getPayout,
  type PayoutEvent,
  type PayoutPerson,
  type PayoutStory,
  type PayoutTransfer,
  type PayoutTry,
} from "./get-payout.ts";
export { getSettlementRun, type SettlementRunStory } from "./get-settlement-run.ts";
export { listPayoutExport } from "./list-payout-export.ts";
export { listPayoutLanes, type PayoutLane } from "./list-payout-lanes.ts";
export { listPayouts } from "./list-payouts.ts";
export { listSettlementRuns, type SettlementRun } from "./list-settlement-runs.ts";
export { listTipSettlements } from "./list-tip-settlements.ts";
export { listWaitingGuards, type WaitingGuard, type WaitReason } from "./list-waiting-guards.ts";
export type { PayoutList, PayoutSummary, PayoutTotal } from "./payout-list.ts";
export { releasePayoutLane } from "./release-payout-lane.ts";
export { releasePayoutRetry } from "./release-payout-retry.ts";
export { type ReleasePayoutsOutcome, releasePayouts } from "./release-payouts.ts";
export type { AttemptStatus, PayoutStatus } from "./rules.ts";
export { sendPayouts } from "./send-payouts.ts";
export { settleGuards } from "./settle-guards.ts";
export { type PayoutControls, updatePayoutControls } from "./update-payout-controls.ts";
export { voidPayout } from "./void-payout.ts";
export { voidUnusablePayouts } from "./void-unusable-payouts.ts";
