import type { Instant } from "../../core/time.ts";
import type { OutgoingMessage } from "../messages/index.ts";
import { describeInstant } from "./cookies.ts";
import type { MemberRole } from "./input.ts";
import { staffOrigin } from "./rules.ts";

type Letter = Pick<OutgoingMessage, "purpose" | "subject" | "text" | "html">;

/** Where the links in letters lead. Opening one changes nothing: the page behind it has a button. */
const LINK_PATHS = {
  invitation: "/admin/invitation/",
  password_reset: "/admin/reset/",
  email_change: "/admin/email/",
} as const;

export function linkUrl(appUrl: string, purpose: keyof typeof LINK_PATHS, token: string): string {
  return `${staffOrigin(appUrl)}${LINK_PATHS[purpose]}${token}`;
}

export function invitationLetter(
  { organisationName, role }: { organisationName: string; role: MemberRole },
  url: string,
): Letter {
  return letter("invitation", `You are invited to ${organisationName} on Asante`, [
    `${organisationName} invites you to its team on Asante, as ${ROLE_WORDS[role]}.`,
    { label: "Accept the invitation", url },
    "The link works once, for 30 minutes. If you did not expect it, leave it: nothing happens.",
  ]);
}

export function resetLetter(url: string): Letter {
  return letter("password_reset", "Choose a new password for Asante", [
    "Somebody, hopefully you, asked to choose a new password for your Asante account.",
    { label: "Choose a new password", url },
    "The link works once, for 30 minutes. If it was not you, leave it: your password stays as it is.",
  ]);
}

export function emailProofLetter(url: string): Letter {
  return letter("email_change", "Confirm your new e-mail address for Asante", [
    "This address is to become the one you sign in to Asante with.",
    { label: "Confirm this address", url },
    "The link works once, for 30 minutes. If you do not know of this, leave it: nothing changes.",
  ]);
}

export function passwordChangedLetter(at: Instant): Letter {
  return warning("password_changed", "Your Asante password was changed", [
    `Your password was changed on ${describeInstant(at)}. All other sessions were ended.`,
  ]);
}

export function emailChangedLetter(at: Instant): Letter {
  return warning("email_changed", "Your Asante e-mail address was changed", [
    `The address you sign in to Asante with was changed on ${describeInstant(at)}; this one no longer works.`,
    "All sessions were ended.",
  ]);
}

/** `what` says what became different, such as “A passkey was added.” */
export function factorChangedLetter(what: string, at: Instant): Letter {
  return warning("factor_changed", "How you sign in to Asante was changed", [
    `${what} It was done on ${describeInstant(at)}. All other sessions were ended.`,
  ]);
}

export function newDeviceLetter(browser: string, at: Instant): Letter {
  return warning("new_device", "A new device signed in to your Asante account", [
    `${browser} signed in to your account for the first time, on ${describeInstant(at)}.`,
  ]);
}

export function wrongCodesLetter(at: Instant): Letter {
  return warning("wrong_codes", "Many wrong codes were given for your Asante account", [
    `Somebody who knows your password gave many wrong authenticator codes, the last on ${describeInstant(at)}.`,
    "Codes are refused for a day. You can sign in with a passkey or a backup code.",
  ]);
}

const ROLE_WORDS: Record<MemberRole, string> = {
  owner: "an owner",
  admin: "an administrator",
  operations: "operations staff",
  finance: "finance staff",
  auditor: "an auditor",
};

function warning(purpose: string, subject: string, paragraphs: readonly string[]): Letter {
  const advice = "If this was not you, choose a new password at once and tell an owner of your organisation.";
  return letter(purpose, subject, [...paragraphs, advice]);
}

type Part = string | { label: string; url: string };

function letter(purpose: string, subject: string, parts: readonly Part[]): Letter {
  const text = parts.map((part) => (typeof part === "string" ? part : `${part.label}: ${part.url}`)).join("\n\n");
  const html = parts.map((part) => `<p>${typeof part === "string" ? escapeHtml(part) : anchor(part)}</p>`).join("\n");
  return { purpose, subject, text: `${text}\n\nAsante`, html: `${html}\n<p>Asante</p>` };
}

function anchor({ label, url }: { label: string; url: string }): string {
  return `<a href="${escapeHtml(url)}">${escapeHtml(label)}</a>`;
}

function escapeHtml(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
}
