export { accounts } from "./accounts.ts";
export { postTransfers } from "./post-transfers.ts";
