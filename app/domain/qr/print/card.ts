/** The sentences on a printed card, in its language; app/messages has them. */
export interface PrintedWords {
  /** Stands above the name: “Say thank you to”. */
  eyebrow: string;
  /** Stands beside the code: “Scan with your camera”. */
  scan: string;
  /** Stands before the short address: “No camera? Open”. */
  type: string;
  /** What to expect at the checkout, so that a swapped sticker is noticed. */
  pledge: (host: string, payee: string) => string;
  /** “Tipping never affects entry.” */
  pressure: string;
  /** Before the serial: “Code”. */
  serial: string;
}

/** All that is printed of one guard's code. */
export interface PrintedCard {
  /** What the code holds: https://…/g/TOKEN. */
  url: string;
  /** The address for the eye, as `spellUrl` writes it. */
  shortUrl: string;
  serial: string;
  /** The guard's display name or badge. */
  name: string;
  siteName: string;
  organisationName: string;
  /** What the checkout calls the one who is paid. */
  payee: string;
  /** Such as checkout.paystack.com. */
  checkoutHost: string;
  /** #rrggbb; any other text stands for the house's own green. */
  brandColour: string;
  /** PNG or JPEG. Without one, or with one that cannot be read, the organisation's name is set instead. */
  logo: Uint8Array | null;
  /** BCP 47, such as `en`. */
  language: string;
  words: PrintedWords;
}

/** The typeface in its two weights, as TrueType files; only the letters used are embedded. */
export interface PrintFonts {
  regular: Uint8Array;
  bold: Uint8Array;
}

/** An address as a person reads and types it: no scheme, and the token in groups. The page takes tokens with hyphens. */
export function spellUrl(url: string): string {
  const { host, pathname } = new URL(url);
  const token = pathname.slice(pathname.lastIndexOf("/") + 1);
  const groups = token.toUpperCase().match(/.{1,6}/g) ?? [];
  const last = groups.at(-1) ?? "";
  const joined = groups.length > 1 && last.length < 3 ? [...groups.slice(0, -2), groups.at(-2) + last] : groups;
  return `${host}${pathname.slice(0, pathname.length - token.length).toLowerCase()}${joined.join("-")}`;
}
