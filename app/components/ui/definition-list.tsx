import type { ReactNode } from "react";

interface Definition {
  term: string;
  value: ReactNode;
  /** A link or button that changes it. */
  action?: ReactNode;
}

/** What is known of one thing, a line each. */
export function DefinitionList({ items }: { items: readonly Definition[] }) {
  return (
    <dl className="divide-y divide-line">
      {items.map(({ term, value, action }) => (
        <div key={term} className="grid gap-x-4 gap-y-0.5 py-3 first:pt-0 last:pb-0 sm:grid-cols-[11rem_1fr]">
          <dt className="text-soft">{term}</dt>
          <dd className="flex min-w-0 flex-wrap items-center justify-between gap-x-4 gap-y-1">
            <span className="min-w-0">{value}</span>
            {action}
          </dd>
        </div>
      ))}
    </dl>
  );
}
