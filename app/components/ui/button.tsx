import { Link, type LinkProps, type Navigation, useNavigation } from "@remix-run/react";
import { LoaderCircle } from "lucide-react";
import { type ButtonHTMLAttributes, forwardRef, type ReactNode, useRef } from "react";
import { classNames } from "./class-names.ts";

export type ButtonVariant = "primary" | "secondary" | "quiet" | "danger" | "danger-solid";
export type ButtonSize = "md" | "sm" | "icon";

interface Look {
  variant?: ButtonVariant | undefined;
  size?: ButtonSize | undefined;
  icon?: ReactNode;
}

const VARIANTS: Record<ButtonVariant, string> = {
  primary: "border-transparent bg-accent text-on-accent hover:bg-accent-strong",
  secondary: "border-line bg-card text-ink hover:border-field hover:bg-sunken",
  quiet: "border-transparent bg-transparent text-accent hover:bg-tint",
  danger: "border-wrong/50 bg-card text-wrong hover:border-wrong hover:bg-wrong-tint",
  "danger-solid": "border-transparent bg-wrong text-card hover:brightness-95",
};

const SIZES: Record<ButtonSize, string> = {
  md: "touch-target px-4 py-2",
  sm: "touch-target px-3 py-1.5 text-sm lg:pointer-fine:min-h-9",
  icon: "touch-target p-2",
};

/** The look of a button, for what must be another element. */
export function buttonClass(variant: ButtonVariant = "secondary", size: ButtonSize = "md", className?: string): string {
  return classNames(
    "inline-flex shrink-0 select-none items-center justify-center gap-2 rounded-lg border font-semibold leading-tight no-underline",
    "transition-colors disabled:pointer-events-none disabled:opacity-60 aria-disabled:pointer-events-none aria-disabled:opacity-60",
    "[&_svg]:size-4.5 [&_svg]:shrink-0",
    VARIANTS[variant],
    SIZES[size],
    className,
  );
}

export interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement>, Look {
  /** At work: cannot be pressed again, and says so. */
  pending?: boolean | undefined;
}

export const Button = forwardRef<HTMLButtonElement, ButtonProps>(function Button(
  { variant, size, icon, pending = false, className, children, type = "button", disabled, ...rest },
  ref,
) {
  return (
    <button
      ref={ref}
      type={type}
      className={buttonClass(variant, size, className)}
      disabled={disabled}
      aria-busy={pending || undefined}
      aria-disabled={pending || undefined}
      {...rest}
    >
      {pending ? <LoaderCircle aria-hidden="true" className="animate-spin" /> : icon}
      {children}
    </button>
  );
});

export interface SubmitButtonProps extends Omit<ButtonProps, "type" | "pending"> {
  /** What it says while the form is being sent. */
  pendingLabel?: string | undefined;
}

/** Sends its form, and shows that it is on its way. With a name it answers only for itself among the form's buttons. */
export function SubmitButton({ pendingLabel, children, variant = "primary", onClick, ...rest }: SubmitButtonProps) {
  const button = useRef<HTMLButtonElement>(null);
  const navigation = useNavigation();
  const isSending = sends(button.current, navigation);
  return (
    <Button
      {...rest}
      ref={button}
      type="submit"
      variant={variant}
      pending={isSending}
      onClick={(event) => (isSending ? event.preventDefault() : onClick?.(event))}
    >
      {isSending ? (pendingLabel ?? children) : children}
    </Button>
  );
}

/** Is it this button's form that is being sent? Forms of one page may share an address: their hidden fields tell them apart. */
function sends(button: HTMLButtonElement | null, { formAction, formData }: Navigation): boolean {
  const form = button?.form;
  if (!form || formAction === undefined || formData === undefined || form.method !== "post") return false;
  const action = button.getAttribute("formaction") ?? form.getAttribute("action") ?? "";
  if (action.split(/[?#]/)[0] !== formAction.split(/[?#]/)[0]) return false;
  if (button.name !== "" && formData.get(button.name) !== button.value) return false;
  return [...form.elements].every(
    (field) =>
      !(field instanceof HTMLInputElement && field.type === "hidden") || formData.get(field.name) === field.value,
  );
}

export interface LinkButtonProps extends LinkProps, Look {}

/** A link that looks like a button: it leads somewhere and changes nothing. */
export function LinkButton({ variant, size, icon, className, children, ...rest }: LinkButtonProps) {
  return (
    <Link {...rest} className={buttonClass(variant, size, className)}>
      {icon}
      {children}
    </Link>
  );
}
