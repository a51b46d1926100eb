import { isTold, type Schedule, type StepKind, type TipPlan } from "./schedule.ts";

/** What was agreed with each demo organisation, written down a second time: nothing here comes from the application. */
const ORGANISATIONS = {
  lagos: { id: "org-demo-lagos", guard: "guard-demo-emeka", currency: "NGN", platformBps: 0, feeBorneBy: "guard" },
  nairobi: {
    id: "org-demo-nairobi",
    guard: "guard-demo-wanjiru",
    currency: "KES",
    platformBps: 100,
    feeBorneBy: "guard",
  },
  accra: {
    id: "org-demo-accra",
    guard: "guard-demo-kofi",
    currency: "GHS",
    platformBps: 150,
    feeBorneBy: "organisation",
  },
} as const;
const PLATFORM = "org-platform";

/** A tip that was really started: its plan, and what the rail calls its charge. */
export interface PlayedTip {
  plan: TipPlan;
  id: string;
  railId: number;
  /** What the rail was asked to charge, in minor units. */
  askedMinor: number;
}

/** Balances by `organisation currency account`, credits less debits, in minor units; zeros are left out. */
export type Balances = Map<string, number>;

export const currencyOf = (plan: TipPlan): string => ORGANISATIONS[plan.guard].currency;
export const otherCurrencyOf = (plan: TipPlan): string => (plan.guard === "lagos" ? "KES" : "NGN");
export const amountMinor = (plan: TipPlan): number => plan.units * (plan.guard === "lagos" ? 300 : 100);
export const chargedMinor = ({ plan, askedMinor }: PlayedTip): number => askedMinor + plan.extraMinor;

/** What Paystack keeps (paystack.md §6): Nigeria 1.5 % + NGN 100 from NGN 2,500 on, Kenya 2.9 % or 1.5 %, Ghana 1.95 %. */
export function railFeeMinor(tip: PlayedTip): number {
  const charged = chargedMinor(tip);
  if (tip.plan.guard === "accra") return Math.ceil((charged * 195) / 10_000);
  if (tip.plan.guard === "nairobi") return Math.ceil((charged * (tip.plan.channel === "card" ? 290 : 150)) / 10_000);
  return Math.min(Math.ceil((charged * 150) / 10_000) + (charged >= 250_000 ? 10_000 : 0), 200_000);
}

/** Money that cannot be matched, told by a step: whose it is to look after, and how much of what. */
const STRAYS: Partial<Record<StepKind, (tip: PlayedTip) => { minor: number; currency?: string; unowned?: true }>> = {
  wrong_amount: (tip) => ({ minor: wrongAmountMinor(tip) }),
  underpaid: (tip) => ({ minor: underpaidMinor(tip) }),
  other_currency: (tip) => ({ minor: chargedMinor(tip), currency: otherCurrencyOf(tip.plan) }),
  other_domain: (tip) => ({ minor: chargedMinor(tip) }),
  unknown_reference: (tip) => ({ minor: chargedMinor(tip), unowned: true }),
  second_charge: (tip) => ({ minor: chargedMinor(tip) }),
};

export const wrongAmountMinor = (tip: PlayedTip): number => chargedMinor(tip) + 1_234;
export const underpaidMinor = (tip: PlayedTip): number => tip.askedMinor - 77;

/** What the books must say after a schedule has run its course, whatever the order was. */
export function tally(schedule: Schedule, tips: readonly PlayedTip[]): { balances: Balances; counted: string[] } {
  const balances: Balances = new Map();
  const counted: string[] = [];
  const steps = schedule.waves.flat();
  tips.forEach((tip, index) => {
    const isPaid = tip.plan.paidBefore !== null && tip.plan.paidBefore < schedule.waves.length;
    if (isTold(steps, index) || (isPaid && tip.plan.verifyNamesFee)) {
      counted.push(tip.id);
      addTip(balances, tip);
    } else if (isPaid) addStray(balances, tip, { minor: chargedMinor(tip) });
    const kinds = new Set(steps.filter((step) => step.tip === index).map(({ kind }) => kind));
    for (const kind of kinds) {
      const stray = STRAYS[kind]?.(tip);
      if (stray) addStray(balances, tip, stray);
    }
  });
  return { balances, counted };
}

function addTip(balances: Balances, tip: PlayedTip): void {
  const { id, guard, currency, platformBps, feeBorneBy } = ORGANISATIONS[tip.plan.guard];
  const charged = chargedMinor(tip);
  const fee = railFeeMinor(tip);
  const platform = Math.floor((amountMinor(tip.plan) * platformBps) / 10_000);
  const account = (code: string, minor: number) => add(balances, `${id} ${currency} ${code}`, minor);
  account("rail_clearing:paystack", fee - charged);
  account(`guard_payable:${guard}`, charged - platform - (feeBorneBy === "guard" ? fee : 0));
  account("rail_fees", feeBorneBy === "guard" ? 0 : -fee);
  account("fee_income", platform);
}

function addStray(
  balances: Balances,
  tip: PlayedTip,
  stray: { minor: number; currency?: string; unowned?: true },
): void {
  const owner = stray.unowned ? PLATFORM : ORGANISATIONS[tip.plan.guard].id;
  const books = `${owner} ${stray.currency ?? currencyOf(tip.plan)}`;
  add(balances, `${books} suspense`, stray.minor);
  add(balances, `${books} rail_clearing:paystack`, -stray.minor);
}

export function add(balances: Balances, key: string, minor: number): void {
  const sum = (balances.get(key) ?? 0) + minor;
  if (sum === 0) balances.delete(key);
  else balances.set(key, sum);
}
