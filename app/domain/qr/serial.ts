import { type Randomness, randomBase32, readBase32 } from "../../core/ids.ts";

const PREFIX_CHARACTERS = 3;
const PREFIX_FILLER = "ASN";

/**
 * A code's serial, to be read aloud and typed: three letters of the organisation's slug and 40 random bits, such as
 * `PAM-7K3M-9QX2`. Without the letters that are taken for digits, so that `readBase32` gives it back without its hyphens.
 */
export function newSerial(slug: string, randomness: Randomness): string {
  const random = randomBase32(8, randomness);
  return `${prefixOf(slug)}-${random.slice(0, 4)}-${random.slice(4)}`;
}

function prefixOf(slug: string): string {
  const letters = slug.toUpperCase().replaceAll(/[^A-HJKMNP-TV-Z]/g, "");
  return (letters + PREFIX_FILLER).slice(0, PREFIX_CHARACTERS);
}

/** A serial as it is stored, whatever case and hyphens it was typed with; null for what is none. */
export function readSerial(text: string): string | null {
  if (text.length > 40) return null;
  const bare = readBase32(text.trim().replaceAll(/\s/g, ""));
  return bare?.length === PREFIX_CHARACTERS + 8 ? `${bare.slice(0, 3)}-${bare.slice(3, 7)}-${bare.slice(7)}` : null;
}
