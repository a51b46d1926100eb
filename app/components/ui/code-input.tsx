import { forwardRef, type InputHTMLAttributes } from "react";

interface CodeInputProps extends Omit<InputHTMLAttributes<HTMLInputElement>, "type" | "maxLength" | "pattern"> {
  /** How many digits the code has. */
  length?: number;
}

/** One field for a one-time code: phones offer it from the message, managers fill it, and it can be pasted with its spaces. */
export const CodeInput = forwardRef<HTMLInputElement, CodeInputProps>(function CodeInput(
  { length = 6, className = "", ...rest },
  ref,
) {
  return (
    <input
      ref={ref}
      {...rest}
      type="text"
      inputMode="numeric"
      autoComplete="one-time-code"
      autoCorrect="off"
      spellCheck={false}
      maxLength={length * 2}
      pattern="[0-9\s]*"
      size={length}
      className={`control max-w-56 font-mono text-xl tracking-[0.35em] ${className}`}
    />
  );
});
