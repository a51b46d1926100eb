import type { OutgoingText } from "../../messages/index.ts";
import { PIN_TRIES } from "./pin.ts";

/** What a notice is about, and whom it goes to. */
export interface NoticeFacts {
  /** The row that the notice goes with. */
  about: string;
  organisationId: string;
  organisationName: string;
  phones: readonly string[];
}

interface AccountFacts extends NoticeFacts {
  destinationName: string;
  numberEnd: string;
}

/** Tells the guard's numbers, the old one included, that somebody asked for another account. */
export function changeAskedNotices(facts: AccountFacts): OutgoingText[] {
  return noticesOf(
    facts,
    "payout_account_change_asked",
    `${facts.organisationName}: a change of your tip account was asked for, to ${placeOf(facts)}. It waits 72 hours. Not you? Tell your company now.`,
  );
}

/** Tells the guard's numbers where tips go from now on. */
export function accountActiveNotices(facts: AccountFacts): OutgoingText[] {
  return noticesOf(
    facts,
    "payout_account_active",
    `${facts.organisationName}: your tips now go to ${placeOf(facts)}. Not right? Tell your company now.`,
  );
}

/** Tells the guard's numbers that a PIN was chosen. */
export function pinSetNotices(facts: NoticeFacts): OutgoingText[] {
  return noticesOf(
    facts,
    "guard_pin_set",
    `${facts.organisationName}: a PIN was set for you. Never tell it to anyone. Not you? Tell your company now.`,
  );
}

/** Tells the guard's numbers that somebody does not know the PIN: they were not there, or would have typed it. */
export function pinLockedNotices(facts: NoticeFacts): OutgoingText[] {
  return noticesOf(
    facts,
    "guard_pin_locked",
    `${facts.organisationName}: a wrong PIN was typed ${PIN_TRIES} times to change where your tips go. Not you? Tell your company now.`,
  );
}

function noticesOf({ about, organisationId, phones }: NoticeFacts, purpose: string, text: string): OutgoingText[] {
  return phones.map((recipient) => ({ about, organisationId, purpose, recipient, text }));
}

function placeOf({ destinationName, numberEnd }: AccountFacts): string {
  return `${destinationName} ending ${numberEnd}`;
}
