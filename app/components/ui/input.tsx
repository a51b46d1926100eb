import { ChevronDown } from "lucide-react";
import {
  forwardRef,
  type InputHTMLAttributes,
  type ReactNode,
  type SelectHTMLAttributes,
  type TextareaHTMLAttributes,
} from "react";
import { classNames } from "./class-names.ts";

export interface InputProps extends Omit<InputHTMLAttributes<HTMLInputElement>, "prefix"> {
  /** Said before or after the value, such as a currency sign; the label must say it too. */
  prefix?: ReactNode;
  suffix?: ReactNode;
}

const FILE =
  "file:mr-3 file:cursor-pointer file:rounded-md file:border-0 file:bg-tint file:px-3 file:py-1 file:font-semibold file:text-accent";

export const Input = forwardRef<HTMLInputElement, InputProps>(function Input(
  { prefix, suffix, className, ...rest },
  ref,
) {
  const input = (
    <input ref={ref} {...rest} className={classNames("control", rest.type === "file" && FILE, className)} />
  );
  if (prefix === undefined && suffix === undefined) return input;
  return (
    <span className="flex items-center gap-2">
      {prefix === undefined ? null : <span className="shrink-0 font-semibold text-soft">{prefix}</span>}
      {input}
      {suffix === undefined ? null : <span className="shrink-0 text-soft">{suffix}</span>}
    </span>
  );
});

export const Textarea = forwardRef<HTMLTextAreaElement, TextareaHTMLAttributes<HTMLTextAreaElement>>(function Textarea(
  { className, rows = 3, ...rest },
  ref,
) {
  return <textarea ref={ref} rows={rows} {...rest} className={classNames("control resize-y", className)} />;
});

export interface SelectOption {
  value: string;
  label: string;
  disabled?: boolean | undefined;
}

export interface SelectProps extends SelectHTMLAttributes<HTMLSelectElement> {
  options?: readonly SelectOption[] | undefined;
  /** The empty choice, shown first. */
  placeholder?: string | undefined;
}

/** The browser's own select: it works without scripts and opens the way each device does it best. */
export const Select = forwardRef<HTMLSelectElement, SelectProps>(function Select(
  { options = [], placeholder, className, children, ...rest },
  ref,
) {
  return (
    <span className="relative block min-w-0">
      <select ref={ref} {...rest} className={classNames("control appearance-none truncate pr-9", className)}>
        {placeholder === undefined ? null : <option value="">{placeholder}</option>}
        {options.map(({ value, label, disabled }) => (
          <option key={value} value={value} disabled={disabled}>
            {label}
          </option>
        ))}
        {children}
      </select>
      <ChevronDown
        aria-hidden="true"
        className="pointer-events-none absolute top-1/2 right-3 size-4 -translate-y-1/2 text-soft"
      />
    </span>
  );
});
