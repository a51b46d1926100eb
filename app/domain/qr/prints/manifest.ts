import { csvOf } from "../../guards/index.ts";
import type { ListedCode } from "../load.ts";
import type { PrintedFile } from "./batch.ts";

const HEADER = ["Site", "Guard", "Shown to patrons", "Employee id", "Serial", "Version", "Address", "State"];

/** The list that goes with printed files: what belongs to whom, and what was revoked before the files were ready. */
export function manifestOf(codes: readonly ListedCode[], appUrl: string): PrintedFile {
  const rows = codes.map((code) => [
    code.siteName,
    code.guardName,
    code.shownName,
    code.employeeId,
    code.serial,
    String(code.version),
    `${appUrl}/g/${code.token}`,
    code.isActive ? "active" : "revoked since: hang nothing of it",
  ]);
  // Spreadsheets take a file for UTF-8 only when it says so.
  const text = `\uFEFF${csvOf([HEADER, ...rows])}`;
  return { name: "manifest.csv", bytes: new TextEncoder().encode(text) };
}
