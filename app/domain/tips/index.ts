export {
  applyReturn,
  type ReturnOutcome,
  type TipSummary,
} from "./apply-return.ts";
export type { StoredAnswer } from "./attempt.ts";
export { createReceiptView } from "./create-receipt-view.ts";
export { findReceipt, type Receipt, type ReceiptRefund } from "./find-receipt.ts";
export {
  findReceiptByCode,
  type ReceiptStatus,
} from "./find-receipt-by-code.ts";
export { findTip, type TipView } from "./find-tip.ts";
export { getTip, type TipDetails } from "./get-tip.ts";
export { type GuardTip, type GuardTipList, listGuardTips } from "./list-guard-tips.ts";
export { listTips, type TipList, type TipRow } from "./list-tips.ts";
export { checkoutLabel, takesTips } from "./rules.ts";
export { type StartTipOutcome, startTip } from "./start-tip.ts";
