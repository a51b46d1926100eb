export { accounts } from "./accounts.ts";
export { getOwed } from "./get-owed.ts";
export { postTransfers } from "./post-transfers.ts";
