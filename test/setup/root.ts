import { fileURLToPath } from "node:url";

/** The checkout these files belong to. */
export const root = fileURLToPath(new URL("../..", import.meta.url)).replace(/[/\\]$/, "");
