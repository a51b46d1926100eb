import { type ReactNode, useId } from "react";
import { classNames } from "./class-names.ts";

interface ProgressProps {
  label: ReactNode;
  /** How far; left out while nobody knows. */
  value?: number | undefined;
  max?: number | undefined;
  /** In words, such as “120 of 200 posters”. */
  detail?: ReactNode;
}

/** How far long work has come. */
export function Progress({ label, value, max = 100, detail }: ProgressProps) {
  const labelId = useId();
  const percent = value === undefined ? undefined : Math.round((Math.min(Math.max(value, 0), max) / (max || 1)) * 100);
  return (
    <div>
      <div className="mb-1.5 flex flex-wrap justify-between gap-x-4">
        <span id={labelId} className="font-semibold">
          {label}
        </span>
        <span className="text-soft">{detail ?? (percent === undefined ? null : `${percent}%`)}</span>
      </div>
      <div
        role="progressbar"
        aria-labelledby={labelId}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={percent}
        className="h-2 overflow-hidden rounded-full bg-line forced-colors:border"
      >
        <div
          className={classNames(
            "h-full rounded-full bg-accent forced-colors:bg-[Highlight]",
            percent === undefined ? "w-1/4 animate-sweep" : "transition-[width]",
          )}
          style={percent === undefined ? undefined : { width: `${percent}%` }}
        />
      </div>
    </div>
  );
}
