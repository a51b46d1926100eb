import { type SQL, sql } from "drizzle-orm";

/**
 * Account codes of the chart (money.md §1), as SQL expressions: `kind`, or `kind:subject` where there is one account a
 * rail or a guard. An account opens itself on first use, with the flags of its kind (table ledger_account_kinds).
 */
export const accounts = {
  /** Money a rail holds for us. */
  railClearing: (rail: SQL): SQL => sql`'rail_clearing:' || ${rail}`,
  /** Money that the organisation holds at its bank. */
  bank: sql`'bank'`,
  /** What a guard is owed; never below zero. */
  guardPayable: (guardId: SQL): SQL => sql`'guard_payable:' || ${guardId}`,
  /** Promised to transfers that have no conclusive answer yet. */
  payoutInTransit: sql`'payout_in_transit'`,
  /** Pays what guards must not be made to pay back. */
  refundReserve: sql`'refund_reserve'`,
  /** Promised to refunds that have no conclusive answer yet. */
  refundInTransit: sql`'refund_in_transit'`,
  /** What refunds and lost disputes cost beyond the reserve; the organisation's. */
  refundLosses: sql`'refund_losses'`,
  /** The platform's fee. */
  feeIncome: sql`'fee_income'`,
  /** Rail fees that the organisation chose to bear. */
  railFees: sql`'rail_fees'`,
  /** Money that arrived and cannot be matched. */
  suspense: sql`'suspense'`,
} as const;
