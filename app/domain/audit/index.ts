export { type ArchiveManifest, archiveKey, manifestKey, sha256Of } from "./archive-file.ts";
export { type AuditEntry, actorName, auditInsert } from "./audit-row.ts";
export { deliverAuditArchives } from "./deliver-audit-archives.ts";
export { listAuditActors } from "./list-audit-actors.ts";
export { type AuditList, type AuditRow, listAuditRows } from "./list-audit-rows.ts";
