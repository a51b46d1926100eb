import type { Route } from "../router.ts";
import { balanceRoutes } from "./balance.ts";
import { bankRoutes } from "./banks.ts";
import { chargeRoutes } from "./charges.ts";
import { disputeRoutes } from "./disputes.ts";
import { recipientRoutes } from "./recipients.ts";
import { refundRoutes } from "./refunds.ts";
import { transactionRoutes } from "./transactions.ts";
import { transferRoutes } from "./transfers.ts";

/** Everything the API answers. */
export const apiRoutes: readonly Route[] = [
  ...transactionRoutes,
  ...chargeRoutes,
  ...refundRoutes,
  ...disputeRoutes,
  ...balanceRoutes,
  ...bankRoutes,
  ...recipientRoutes,
  ...transferRoutes,
];
