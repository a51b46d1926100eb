export * from "./events.ts";
export * from "./fees.ts";
export * from "./ledger.ts";
export * from "./organisations.ts";
export * from "./payments.ts";
export * from "./qr-codes.ts";
export * from "./tips.ts";
