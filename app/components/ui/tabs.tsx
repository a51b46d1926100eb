import { NavLink } from "@remix-run/react";

interface Tab {
  label: string;
  to: string;
  /** True for a tab whose address begins the others'. */
  end?: boolean | undefined;
  count?: number | undefined;
}

/** Parts of one page, each with its own address. */
export function Tabs({ label, tabs }: { label: string; tabs: readonly Tab[] }) {
  return (
    <nav aria-label={label} className="overflow-x-auto border-line border-b">
      <ul className="flex min-w-max gap-1">
        {tabs.map(({ label, to, end = false, count }) => (
          <li key={to}>
            <NavLink
              to={to}
              end={end}
              className="-mb-px flex min-h-11 items-center gap-2 rounded-t-md border-transparent border-b-2 px-3 font-medium text-soft no-underline -outline-offset-3 hover:text-ink aria-[current=page]:border-accent aria-[current=page]:text-accent"
            >
              {label}
              {count === undefined ? null : (
                <span className="rounded-full bg-sunken px-2 text-soft text-sm">{count}</span>
              )}
            </NavLink>
          </li>
        ))}
      </ul>
    </nav>
  );
}
