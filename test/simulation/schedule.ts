import fc from "fast-check";

/** One tip of a schedule: who is tipped, what is paid, and what the rail knows of it. */
export interface TipPlan {
  guard: "lagos" | "nairobi" | "accra";
  /** Whole units of the guard's currency. */
  units: number;
  coversFee: boolean;
  channel: "card" | "mobile_money";
  /** Charged beyond what was asked, as when a business passes its fees on. */
  extraMinor: number;
  /** Before which wave the patron pays at the rail; never: only webhooks speak of it, and verify lags behind. */
  paidBefore: number | null;
  /** The rail's verify never names its fee. */
  verifyNamesFee: boolean;
}

/** What may happen to one tip, in any order and at the same time as anything else. */
export const STEPS = [
  "genuine",
  "rewritten",
  "no_fee",
  "bad_signature",
  "altered_body",
  "wrong_amount",
  "underpaid",
  "other_currency",
  "other_domain",
  "unknown_reference",
  "second_charge",
  "other_event",
  "unreadable",
  "return_page",
  "verify_fails",
  "sweep",
  "wake",
] as const;

export type StepKind = (typeof STEPS)[number];

export interface Step {
  tip: number;
  kind: StepKind;
}

/** Waves follow one another; the steps of one wave happen at once. */
export interface Schedule {
  tips: TipPlan[];
  waves: Step[][];
}

const MAX_TIPS = 3;
const MAX_WAVES = 4;

const tipPlan: fc.Arbitrary<TipPlan> = fc.record({
  guard: fc.constantFrom("lagos", "nairobi", "accra"),
  units: fc.integer({ min: 100, max: 1_900 }),
  coversFee: fc.boolean(),
  channel: fc.constantFrom("card", "mobile_money"),
  extraMinor: fc.constantFrom(0, 0, 0, 1, 250),
  paidBefore: fc.option(fc.nat({ max: MAX_WAVES - 1 }), { freq: 3 }),
  verifyNamesFee: fc.boolean(),
});

/** The steps that make a difference come up more often than those that must make none. */
const stepKind = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom<StepKind[]>("genuine", "rewritten", "return_page", "sweep", "wake") },
  { weight: 3, arbitrary: fc.constantFrom(...STEPS) },
);

/** Any schedule. Where a charge is doubled, the first one is told as well: which of the two is booked may then vary. */
export const schedules: fc.Arbitrary<Schedule> = fc
  .array(tipPlan, { minLength: 1, maxLength: MAX_TIPS })
  .chain((tips) => {
    const step = fc.record({ tip: fc.nat({ max: tips.length - 1 }), kind: stepKind });
    const wave = fc.array(step, { minLength: 1, maxLength: 6 });
    return fc.record({ tips: fc.constant(tips), waves: fc.array(wave, { minLength: 1, maxLength: MAX_WAVES }) });
  })
  .map(({ tips, waves }) => ({ tips, waves: [...waves, untoldCharges(waves)] }));

function untoldCharges(waves: Step[][]): Step[] {
  const steps = waves.flat();
  const doubled = new Set(steps.filter(({ kind }) => kind === "second_charge").map(({ tip }) => tip));
  return [...doubled].filter((tip) => !isTold(steps, tip)).map((tip) => ({ tip, kind: "genuine" }));
}

/** Whether some webhook says everything there is to say about the tip's charge. */
export function isTold(steps: readonly Step[], tip: number): boolean {
  return steps.some((step) => step.tip === tip && (step.kind === "genuine" || step.kind === "rewritten"));
}
