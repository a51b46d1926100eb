import type { GuardView, TipNotice, TypedTip } from "#app/components/guard-view.ts";
import type { FieldError } from "#app/core/errors.ts";
import { money } from "#app/core/money.ts";
import { chargeCoveringFees, estimateNet, showablePresets } from "#app/domain/organisations/index.ts";
import type { GuardCard } from "#app/domain/qr/index.ts";
import { checkoutLabel } from "#app/domain/tips/index.ts";
import { MESSAGE_MAX_CHARACTERS } from "#app/domain/tips/input.ts";
import type { Language } from "#app/messages/index.ts";

/** Stands for the key of an attempt in a page that serves everybody; the Worker writes a fresh one into each response. */
export const ATTEMPT_PLACEHOLDER = "0".repeat(32);

const PRESETS_SHOWN = 4;

/** How a form came back to the page that sent it. */
export interface ReturnedForm {
  attempt: string;
  typed: TypedTip;
  notice: TipNotice | null;
  errors: readonly FieldError[];
}

const FRESH_FORM: ReturnedForm = {
  attempt: ATTEMPT_PLACEHOLDER,
  typed: { amount: "", other: "", coversFee: false, message: "", email: "" },
  notice: null,
  errors: [],
};

/** What the page shows for a card: presets outside every dead zone, each with what it nets the guard at worst. */
export function guardView(
  card: GuardCard,
  place: { language: Language; checkoutOrigin: string },
  returned?: ReturnedForm,
): GuardView {
  const { policy, fees, guard, organisation } = card;
  const { currency } = organisation;
  const amounts = showablePresets(policy.presetsMinor, policy, fees, policy).slice(0, PRESETS_SHOWN);
  return {
    language: place.language,
    token: card.code.token,
    guard: {
      displayName: guard.displayName,
      badgeNumber: guard.badgeNumber,
      photoUrl: guard.photoKey === null ? null : `/photos/${encodeURIComponent(guard.photoKey)}`,
    },
    siteName: card.site.name,
    organisationName: organisation.name,
    presets: amounts.map((minor) => ({
      amount: money(minor, currency),
      net: money(estimateNet(fees, policy, minor, minor), currency),
    })),
    suggestedMinor: amounts[Math.floor((amounts.length - 1) / 2)] ?? null,
    terms: { railFeeBearer: policy.railFeeBearer, platformFeeBps: policy.platformFeeBps, schedules: fees },
    minimum: money(policy.minimumMinor, currency),
    maximum: money(policy.maximumMinor, currency),
    mayCoverFee:
      policy.patronMayCoverFee && chargeCoveringFees(fees, policy, policy.maximumMinor) > policy.maximumMinor,
    mayWrite: organisation.takesMessages,
    messageMaxCharacters: MESSAGE_MAX_CHARACTERS,
    checkout: { host: new URL(place.checkoutOrigin).host, label: checkoutLabel(card) },
    ...(returned ? withChoice(returned) : FRESH_FORM),
  };
}

/** A typed amount shows as the choice that it was, though nothing else was chosen with it. */
function withChoice(form: ReturnedForm): ReturnedForm {
  const { amount, other } = form.typed;
  return amount === "" && other !== "" ? { ...form, typed: { ...form.typed, amount: "other" } } : form;
}
