export { type AuditEntry, auditInsert } from "./audit-row.ts";
