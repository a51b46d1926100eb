export { type ApplyGuardImportOutcome, applyGuardImport } from "./apply-guard-import.ts";
export { archiveGuardImport } from "./archive-guard-import.ts";
export { type CreateGuardOutcome, createGuard } from "./create-guard.ts";
export { type CreateGuardImportOutcome, createGuardImport } from "./create-guard-import.ts";
export { createPressureReport } from "./create-pressure-report.ts";
export { type CsvReading, csvOf, readCsv } from "./csv.ts";
export { findPressureCounts, type PressureCount, type PressureCounts } from "./find-pressure-counts.ts";
export { type Guard, getGuard } from "./get-guard.ts";
export { type GuardImport, getGuardImport } from "./get-guard-import.ts";
export type { GuardFilters, GuardList, GuardRow } from "./guard-list.ts";
export { guardCsv, guardCsvHeader, guardTemplate, IMPORT_MAX_BYTES, IMPORT_MAX_ROWS } from "./import-file.ts";
export { type ImportPlan, importErrorsCsv, type PlannedGuard, type RowError } from "./import-plan.ts";
export {
  guardIds as guardIdsInput,
  PRESSURE_KINDS,
  type PressureReport,
  pressureReport,
} from "./input.ts";
export { listGuardExport } from "./list-guard-export.ts";
export { listGuards } from "./list-guards.ts";
export { listPressureReports, type ReceivedReport } from "./list-pressure-reports.ts";
export { type ApplyGuardPinOutcome, applyGuardPin } from "./payout-accounts/apply-guard-pin.ts";
export { applyHeldPayoutAccounts } from "./payout-accounts/apply-held-payout-accounts.ts";
export { type CreatePayoutAccountOutcome, createPayoutAccount } from "./payout-accounts/create-payout-account.ts";
export { type AccountNameOutcome, findAccountName } from "./payout-accounts/find-account-name.ts";
export { findPayoutAccount, type GuardAccounts, type PayoutAccount } from "./payout-accounts/find-payout-account.ts";
export { listDestinations } from "./payout-accounts/list-destinations.ts";
export { type FullAccount, listFullAccounts } from "./payout-accounts/list-full-accounts.ts";
export {
  listPayoutAccountRequests,
  type PayoutAccountRequest,
  type RequestList,
} from "./payout-accounts/list-payout-account-requests.ts";
export { releasePayoutAccount } from "./payout-accounts/release-payout-account.ts";
export { type Decision, releasePayoutAccounts } from "./payout-accounts/release-payout-accounts.ts";
export { updateGuardPin } from "./payout-accounts/update-guard-pin.ts";
export { voidPayoutAccount } from "./payout-accounts/void-payout-account.ts";
export { statusChange } from "./status-change.ts";
export { type UpdateGuardOutcome, updateGuard } from "./update-guard.ts";
export { type UpdateGuardPhotoOutcome, updateGuardPhoto } from "./update-guard-photo.ts";
export { type UpdateGuardSiteOutcome, updateGuardSite } from "./update-guard-site.ts";
export { type StatusChangeOutcome, updateGuardStatus } from "./update-guard-status.ts";
