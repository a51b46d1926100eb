import { classNames } from "./class-names.ts";

/** Where one is in a task of several pages. `current` counts from 0. */
export function Steps({ steps, current }: { steps: readonly string[]; current: number }) {
  return (
    <ol className="flex gap-2" aria-label="Steps">
      {steps.map((step, index) => (
        <li
          key={step}
          aria-current={index === current ? "step" : undefined}
          className={classNames(
            "min-w-0 flex-1 border-t-4 pt-2 text-sm",
            index <= current ? "border-accent" : "border-line",
            index === current ? "font-semibold text-ink" : "text-soft",
          )}
        >
          <span className={index === current ? "max-sm:whitespace-nowrap" : "max-sm:sr-only"}>
            {index + 1}. {step}
          </span>
        </li>
      ))}
    </ol>
  );
}
