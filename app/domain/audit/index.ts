export { type AuditEntry, actorName, auditInsert } from "./audit-row.ts";
