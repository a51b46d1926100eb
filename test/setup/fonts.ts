import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { PrintFonts } from "#app/domain/qr/index.ts";
import { root } from "./root.ts";

/** The typeface of printed codes, as the Worker has it among its assets. */
export async function nodeFonts(): Promise<PrintFonts> {
  const read = async (name: string) => new Uint8Array(await readFile(join(root, "public/fonts", name)));
  return { regular: await read("DejaVuSans.ttf"), bold: await read("DejaVuSans-Bold.ttf") };
}
