import { Link } from "@remix-run/react";
import { type ReactNode, useId } from "react";
import { classNames } from "./class-names.ts";

interface StatProps {
  label: string;
  value: ReactNode;
  /** Against the time before: the words say the direction, the tone whether that is good. */
  delta?: { text: string; tone: "good" | "bad" | "neutral" } | undefined;
  hint?: ReactNode;
  /** The rows behind the figure. */
  to?: string | undefined;
}

const DELTA = { good: "text-good", bad: "text-wrong", neutral: "text-soft" };

/** Figures side by side. */
export function StatGrid({ children }: { children: ReactNode }) {
  return <div className="grid grid-cols-[repeat(auto-fit,minmax(min(100%,11rem),1fr))] gap-3 sm:gap-4">{children}</div>;
}

export function Stat({ label, value, delta, hint, to }: StatProps) {
  const labelId = useId();
  return (
    <div
      className={classNames(
        "relative rounded-xl border border-line bg-card p-4",
        to && "hover:border-field has-focus-visible:border-field",
      )}
    >
      <p id={labelId} className="text-soft text-sm">
        {label}
      </p>
      <p className="mt-1 font-semibold text-2xl leading-tight tracking-tight">
        {to === undefined ? (
          value
        ) : (
          <Link
            to={to}
            aria-describedby={labelId}
            className="text-ink no-underline after:absolute after:inset-0 after:rounded-xl"
          >
            {value}
          </Link>
        )}
      </p>
      {delta === undefined ? null : <p className={classNames("mt-1 text-sm", DELTA[delta.tone])}>{delta.text}</p>}
      {hint === undefined ? null : <p className="mt-1 text-soft text-sm">{hint}</p>}
    </div>
  );
}
