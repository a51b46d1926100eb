import type { Email } from "./store.ts";

/** An address in plain text, without the punctuation that ends its sentence. */
export const linkInText = /https?:\/\/[^\s<>"')\]]*[^\s<>"')\].,;:!?]/g;

/** The addresses a reader could follow, those of the text first, each once. */
export function linksIn({ text, html }: Email): string[] {
  const written = text?.match(linkInText) ?? [];
  const linked = [...(html ?? "").matchAll(/\bhref="(https?:[^"]+)"/g)].map(([, href = ""]) =>
    href.replaceAll("&amp;", "&"),
  );
  return [...new Set([...written, ...linked])];
}
