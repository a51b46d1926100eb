export { type InboxClient, type ReceivedEmail, simulatorClient } from "./client.ts";
export type { Fault, FaultKind } from "./faults.ts";
export { defaultApiKey, type EmailSimulator, type EmailSimulatorOptions, startEmailSimulator } from "./start.ts";
