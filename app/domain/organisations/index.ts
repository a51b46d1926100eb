export * from "./fees.ts";
