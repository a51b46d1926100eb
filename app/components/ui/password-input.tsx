import { Eye, EyeOff } from "lucide-react";
import { forwardRef, type InputHTMLAttributes, useState } from "react";
import { Button } from "./button.tsx";
import { useHydrated } from "./use-hydrated.ts";

interface PasswordInputProps extends Omit<InputHTMLAttributes<HTMLInputElement>, "type"> {
  autoComplete: "current-password" | "new-password";
}

/** A password that can be looked at while typing. The eye appears with scripts; the field needs none. */
export const PasswordInput = forwardRef<HTMLInputElement, PasswordInputProps>(function PasswordInput(
  { className = "", ...rest },
  ref,
) {
  const isHydrated = useHydrated();
  const [isShown, setShown] = useState(false);
  return (
    <span className="relative block">
      <input
        ref={ref}
        autoCapitalize="none"
        autoCorrect="off"
        spellCheck={false}
        {...rest}
        type={isShown ? "text" : "password"}
        className={`control pr-12 ${className}`}
      />
      {isHydrated ? (
        <Button
          variant="quiet"
          size="icon"
          className="absolute inset-y-0 right-0"
          aria-label="Show password"
          aria-pressed={isShown}
          icon={isShown ? <EyeOff aria-hidden="true" /> : <Eye aria-hidden="true" />}
          onClick={() => setShown(!isShown)}
        />
      ) : null}
    </span>
  );
});
