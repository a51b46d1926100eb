import { type Zippable, zipSync } from "fflate";
import type { Instant } from "../../../core/time.ts";

export interface PrintedFile {
  /** As `fileName` makes it. */
  name: string;
  bytes: Uint8Array;
}

/** Letters that do not come apart into a plain one and a mark. */
const PLAIN: Readonly<Record<string, string>> = {
  ɛ: "e",
  ɔ: "o",
  ŋ: "ng",
  ɓ: "b",
  ɗ: "d",
  ƙ: "k",
  ƴ: "y",
  ɖ: "d",
  ƒ: "f",
  ɣ: "gh",
  ʋ: "v",
  ə: "e",
  ß: "ss",
  ø: "o",
  æ: "ae",
};
const LONGEST = 80;

/** A name any file system takes and a person can read, such as `lek-00142-adaeze-okonkwo.pdf`. */
export function fileName(parts: readonly string[], extension: string): string {
  const words = parts
    .join("-")
    .toLowerCase()
    .normalize("NFKD")
    .replaceAll(/\p{M}/gu, "")
    .replaceAll(/[^\0-\x7f]/gu, (letter) => PLAIN[letter] ?? "-")
    .replaceAll(/[^a-z0-9]+/g, "-")
    .slice(0, LONGEST)
    .replaceAll(/^-|-$/g, "");
  const isTaken = /^(?:con|prn|aux|nul|com\d|lpt\d)?$/.test(words);
  return `${isTaken ? `code-${words}`.replace(/-$/, "") : words}.${extension}`;
}

/** Files as one zip; of those with the same name, the second and later ones are numbered. */
export function zipFiles(files: readonly PrintedFile[], at: Instant): Uint8Array<ArrayBuffer> {
  const entries: Zippable = {};
  for (const { name, bytes } of files) {
    let free = name;
    for (let n = 2; Object.hasOwn(entries, free); n++) free = name.replace(/(?=\.[^.]*$)/, `-${n}`);
    entries[free] = [bytes, { level: name.endsWith(".svg") ? 6 : 0 }];
  }
  return zipSync(entries, { mtime: at });
}
