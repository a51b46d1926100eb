import { Link } from "@remix-run/react";
import { classNames } from "./class-names.ts";

interface StateLinksProps {
  label: string;
  /** Each value of `?state=` and its words; the first is what the bare address means. */
  states: Readonly<Record<string, string>>;
  current: string;
}

/** A choice between a few states of a list, as addresses. */
export function StateLinks({ label, states, current }: StateLinksProps) {
  return (
    <nav aria-label={label} className="mb-4 flex flex-wrap gap-2">
      {Object.entries(states).map(([state, words], index) => (
        <Link
          key={state}
          to={index === 0 ? "?" : `?state=${state}`}
          aria-current={state === current ? "page" : undefined}
          className={classNames(
            "inline-flex min-h-11 items-center rounded-full border px-4 font-medium no-underline lg:pointer-fine:min-h-9",
            state === current ? "border-accent bg-tint text-accent" : "border-line text-soft hover:border-field",
          )}
        >
          {words}
        </Link>
      ))}
    </nav>
  );
}
