import { NavLink } from "@remix-run/react";
import type { LucideIcon } from "lucide-react";

export interface NavItem {
  label: string;
  to: string;
  icon: LucideIcon;
  /** True for the page whose address begins all others'. */
  end?: boolean | undefined;
  /** What waits there. */
  count?: number | undefined;
}

export interface NavSection {
  label?: string | undefined;
  items: readonly NavItem[];
}

/** Every part of the house, always in the same place. */
export function Navigation({ sections }: { sections: readonly NavSection[] }) {
  return (
    <nav aria-label="Main">
      {sections.map(({ label, items }) => (
        <div key={label ?? items[0]?.to} className="mb-5">
          {label === undefined ? null : <p className="mb-1 px-3 font-medium text-soft text-sm">{label}</p>}
          <ul className="space-y-0.5">
            {items.map(({ label, to, icon: Icon, end = false, count }) => (
              <li key={to}>
                <NavLink
                  to={to}
                  end={end}
                  className="flex min-h-11 items-center gap-3 rounded-lg px-3 text-ink no-underline -outline-offset-2 hover:bg-sunken aria-[current=page]:bg-tint aria-[current=page]:font-semibold aria-[current=page]:text-accent lg:pointer-fine:min-h-9.5"
                >
                  <Icon aria-hidden="true" className="size-4.5 shrink-0 opacity-85" />
                  <span className="min-w-0 flex-1">{label}</span>
                  {count ? (
                    <span className="rounded-full bg-accent px-2 font-semibold text-on-accent text-sm">
                      {count}
                      <span className="sr-only"> waiting</span>
                    </span>
                  ) : null}
                </NavLink>
              </li>
            ))}
          </ul>
        </div>
      ))}
    </nav>
  );
}
