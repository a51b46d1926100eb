import { type FieldMetadata, getInputProps } from "@conform-to/react";
import { CircleAlert } from "lucide-react";
import type { ReactNode } from "react";

/** What a control is given so that its label, hint and error belong to it. Spread it first, then say what differs. */
export interface ControlProps {
  id: string;
  name?: string;
  form?: string;
  required?: boolean;
  minLength?: number;
  maxLength?: number;
  pattern?: string;
  defaultValue?: string;
  "aria-describedby"?: string;
  "aria-invalid"?: true;
}

interface FieldProps {
  label: ReactNode;
  /** Conform's metadata; or else `id`, `name` and `errors` by hand. */
  // biome-ignore lint/suspicious/noExplicitAny: Conform's metadata is invariant in its schema, and any field may be shown.
  field?: FieldMetadata<any, any, any> | undefined;
  id?: string | undefined;
  name?: string | undefined;
  hint?: ReactNode;
  errors?: readonly string[] | undefined;
  /** Most fields are needed; this marks the one that is not. */
  optional?: boolean | undefined;
  className?: string | undefined;
  children: (control: ControlProps) => ReactNode;
}

/** A label, its control, a hint and what is wrong, tied together for the eye and for the screen reader. */
export function Field({ label, field, id, name, hint, errors, optional, className, children }: FieldProps) {
  const control = field === undefined ? bareControl(id ?? name ?? "", name) : conformControl(field);
  const wrong = errors ?? field?.errors ?? [];
  const described = [hint && `${control.id}-description`, wrong.length > 0 && `${control.id}-error`].filter(Boolean);
  return (
    <div className={className}>
      <label htmlFor={control.id} className="mb-1.5 block font-semibold">
        {label}
        {optional ? <span className="font-normal text-soft"> (optional)</span> : null}
      </label>
      {children({
        ...control,
        ...(described.length > 0 ? { "aria-describedby": described.join(" ") } : {}),
        ...(wrong.length > 0 ? { "aria-invalid": true as const } : {}),
      })}
      <FieldHint id={`${control.id}-description`}>{hint}</FieldHint>
      <FieldError id={`${control.id}-error`} errors={wrong} />
    </div>
  );
}

export function FieldHint({ id, children }: { id: string; children: ReactNode }) {
  if (!children) return null;
  return (
    <p id={id} className="mt-1.5 text-sm text-soft">
      {children}
    </p>
  );
}

export function FieldError({ id, errors }: { id: string; errors: readonly string[] | undefined }) {
  if (errors === undefined || errors.length === 0) return null;
  return (
    <p id={id} className="mt-1.5 flex gap-1.5 font-medium text-sm text-wrong">
      <CircleAlert aria-hidden="true" className="mt-0.5 size-4 shrink-0" />
      <span>{errors.join(" ")}</span>
    </p>
  );
}

function bareControl(id: string, name: string | undefined): ControlProps {
  return name === undefined ? { id } : { id, name };
}

/** Only what every control takes: a type, and what one type alone has, is the caller's. */
// biome-ignore lint/suspicious/noExplicitAny: see `field` above.
function conformControl(field: FieldMetadata<any, any, any>): ControlProps {
  const { id, name, form, required, minLength, maxLength, pattern, defaultValue } = getInputProps(field, {
    type: "text",
    ariaAttributes: false,
  });
  const all = { name, form, required, minLength, maxLength, pattern, defaultValue };
  const said = Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
  return { id, ...(said as Omit<ControlProps, "id">) };
}
