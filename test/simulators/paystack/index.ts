export type { BankEntry, BankReport, BankTotals } from "./bank-ledger.ts";
export { type SimulatorClient, simulatorClient } from "./client.ts";
export type { Fault, FaultKind, Operation } from "./faults.ts";
export type { Delivery } from "./records.ts";
export type { Settings } from "./settings.ts";
export { signBody } from "./signature.ts";
export {
  defaultSecretKey,
  type PaystackSimulator,
  type PaystackSimulatorOptions,
  startPaystackSimulator,
} from "./start.ts";
export {
  outcomeByAccountSuffix,
  type TransferOutcome,
} from "./transfer-outcomes.ts";
