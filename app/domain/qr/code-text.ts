import { readSerial } from "./serial.ts";

/** What a person scanned or typed, as far as its text says. */
export type CodeText =
  | { kind: "token"; token: string }
  /** As it was typed, and as serials of today are written. */
  | { kind: "serial"; serials: string[] }
  /** An address somewhere else: on a sticker at a gate, that is a swap. */
  | { kind: "elsewhere"; host: string }
  /** Ours, but no code. */
  | { kind: "other_page" }
  | { kind: "unreadable" };

const LONGEST = 2_000;
const CODE_PATH = /^\/g\/([^/]+)\/?$/i;
const TOKEN = /^[a-z0-9]{26}$/i;
/** Letters, digits and hyphens, and not letters alone: older serials had other lengths. */
const SERIAL = /^(?=.*[\d-])[a-z0-9 -]{4,40}$/i;
/** As the poster spells it, without a scheme. */
const SPELLED = /^[a-z0-9-]+(?:\.[a-z0-9-]+)+(?::\d+)?(?:[/?#]|$)/i;

/**
 * Reads what is on a code. Only an address on our own host counts: the same token elsewhere would lead patrons, and
 * their money, elsewhere.
 */
export function readCodeText(text: string, appUrl: string): CodeText {
  const bare = text.trim();
  if (bare === "" || bare.length > LONGEST) return { kind: "unreadable" };
  const url = addressIn(bare, new URL(appUrl));
  if (url) {
    const isOurs = url.host === new URL(appUrl).host && url.username === "" && url.password === "";
    if (!isOurs) return { kind: "elsewhere", host: url.host || url.protocol };
    const token = CODE_PATH.exec(url.pathname)?.[1];
    return token === undefined ? { kind: "other_page" } : { kind: "token", token };
  }
  if (TOKEN.test(bare.replaceAll("-", ""))) return { kind: "token", token: bare };
  if (!SERIAL.test(bare)) return { kind: "unreadable" };
  const known = readSerial(bare);
  return { kind: "serial", serials: [bare.toUpperCase(), ...(known === null ? [] : [known])] };
}

function addressIn(text: string, app: URL): URL | null {
  if (/^[a-z][a-z0-9+.-]*:/i.test(text) && !text.toLowerCase().startsWith(`${app.host}/`)) return parse(text);
  if (SPELLED.test(text) || text.toLowerCase().startsWith(`${app.host}/`)) return parse(`${app.protocol}//${text}`);
  return null;
}

/** Every scheme that is not the web's leads elsewhere, too. */
function parse(text: string): URL | null {
  return URL.canParse(text) ? new URL(text) : null;
}
