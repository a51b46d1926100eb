import type { FieldError } from "#app/core/errors.ts";
import type { TipTerms } from "#app/domain/organisations/input.ts";

/** What a form asks for, as a policy says it: the amounts without the empty fields, smallest first. */
export function wishesOf({ presets, minimum, maximum, railFeeBearer, patronMayCoverFee, platformFeeBps }: TipTerms) {
  return {
    presetsMinor: presets.filter((preset) => preset !== undefined),
    minimumMinor: minimum,
    maximumMinor: maximum,
    railFeeBearer,
    patronMayCoverFee,
    ...(platformFeeBps === undefined ? {} : { platformFeeBps }),
  };
}

/** Names the fields as the form has them, whose empty ones a policy does not count. */
export function asInForm(fields: readonly FieldError[], presets: TipTerms["presets"]): FieldError[] {
  const filled = presets.flatMap((preset, index) => (preset === undefined ? [] : [index]));
  return fields.map(({ field, message }) => ({
    field: field.replace(/^presets\[(\d+)\]$/, (_, index: string) => `presets[${filled[Number(index)] ?? index}]`),
    message,
  }));
}
