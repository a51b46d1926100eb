import { forwardRef, type InputHTMLAttributes, type ReactNode, useId } from "react";
import { classNames } from "./class-names.ts";
import { FieldError, FieldHint } from "./field.tsx";

interface ChoiceProps extends Omit<InputHTMLAttributes<HTMLInputElement>, "type"> {
  label: ReactNode;
  hint?: ReactNode;
}

const ROW = "flex min-h-11 items-start gap-3 py-2.5 lg:pointer-fine:min-h-9 lg:pointer-fine:py-1.5";
const BOX = "mt-0.5 size-5 shrink-0 accent-accent";

export const Checkbox = forwardRef<HTMLInputElement, ChoiceProps>(function Checkbox(props, ref) {
  const { label, hint, className, ...rest } = props;
  const hintId = useId();
  return (
    <label
      className={classNames(ROW, "cursor-pointer has-disabled:cursor-not-allowed has-disabled:text-soft", className)}
    >
      <input ref={ref} type="checkbox" className={BOX} {...rest} {...describedBy(rest, hint, hintId)} />
      <ChoiceWords label={label} hint={hint} hintId={hintId} />
    </label>
  );
});

const TRACK =
  "relative mt-0.5 h-6 w-10 shrink-0 cursor-pointer appearance-none rounded-full border border-field bg-sunken transition-colors " +
  "before:absolute before:top-1/2 before:left-0.5 before:size-4.5 before:-translate-y-1/2 before:rounded-full before:bg-field before:transition-transform " +
  "checked:border-accent checked:bg-accent checked:before:translate-x-4 checked:before:bg-on-accent disabled:cursor-not-allowed disabled:opacity-60 " +
  "forced-colors:appearance-auto";

/** A checkbox that takes effect as a setting: on or off. */
export const Switch = forwardRef<HTMLInputElement, ChoiceProps>(function Switch(props, ref) {
  const { label, hint, className, ...rest } = props;
  const hintId = useId();
  return (
    <label className={classNames(ROW, "cursor-pointer justify-between", className)}>
      <ChoiceWords label={label} hint={hint} hintId={hintId} />
      {/* biome-ignore lint/a11y/useAriaPropsForRole: a checkbox says itself whether it is on. */}
      <input ref={ref} type="checkbox" role="switch" className={TRACK} {...rest} {...describedBy(rest, hint, hintId)} />
    </label>
  );
});

export interface RadioOption {
  value: string;
  label: ReactNode;
  hint?: ReactNode;
  disabled?: boolean | undefined;
}

interface RadioGroupProps {
  legend: ReactNode;
  name: string;
  options: readonly RadioOption[];
  defaultValue?: string | undefined;
  required?: boolean | undefined;
  hint?: ReactNode;
  errors?: readonly string[] | undefined;
  id?: string | undefined;
  form?: string | undefined;
}

export function RadioGroup({ legend, name, options, defaultValue, required, hint, errors, id, form }: RadioGroupProps) {
  const made = useId();
  const base = id ?? made;
  const isWrong = errors !== undefined && errors.length > 0;
  const described = [hint && `${base}-description`, isWrong && `${base}-error`].filter(Boolean).join(" ");
  return (
    <fieldset id={base} tabIndex={-1} className="min-w-0" aria-describedby={described || undefined}>
      <legend className="mb-1 font-semibold">{legend}</legend>
      <FieldHint id={`${base}-description`}>{hint}</FieldHint>
      <div className="mt-2 grid gap-2">
        {options.map((option) => (
          <label
            key={option.value}
            className={classNames(
              "flex min-h-11 cursor-pointer items-start gap-3 rounded-lg border border-line px-3 py-2.5",
              "has-checked:border-accent has-checked:bg-tint has-checked:ring-1 has-checked:ring-accent has-checked:ring-inset",
              "has-disabled:cursor-not-allowed has-disabled:text-soft",
            )}
          >
            <input
              type="radio"
              name={name}
              value={option.value}
              form={form}
              required={required}
              disabled={option.disabled}
              defaultChecked={option.value === defaultValue}
              className={BOX}
            />
            <ChoiceWords label={option.label} hint={option.hint} />
          </label>
        ))}
      </div>
      <FieldError id={`${base}-error`} errors={errors} />
    </fieldset>
  );
}

function ChoiceWords({ label, hint, hintId }: { label: ReactNode; hint: ReactNode; hintId?: string }) {
  return (
    <span className="min-w-0">
      <span className="block">{label}</span>
      {hint ? (
        <span id={hintId} className="block text-sm text-soft">
          {hint}
        </span>
      ) : null}
    </span>
  );
}

function describedBy(input: InputHTMLAttributes<HTMLInputElement>, hint: ReactNode, hintId: string) {
  const ids = [input["aria-describedby"], hint ? hintId : undefined].filter(Boolean).join(" ");
  return ids === "" ? {} : { "aria-describedby": ids };
}
