import { NavLink, useLocation } from "@remix-run/react";
import { useEffect, useRef } from "react";

interface Tab {
  label: string;
  to: string;
  /** True for a tab whose address begins the others'. */
  end?: boolean | undefined;
  count?: number | undefined;
}

/** Parts of one page, each with its own address. Where they do not fit side by side, the current one is scrolled into sight. */
export function Tabs({ label, tabs }: { label: string; tabs: readonly Tab[] }) {
  const nav = useRef<HTMLElement>(null);
  const { pathname } = useLocation();
  // biome-ignore lint/correctness/useExhaustiveDependencies: another address has another current tab.
  useEffect(() => {
    const current = nav.current?.querySelector<HTMLElement>("[aria-current=page]");
    if (nav.current && current) {
      nav.current.scrollLeft = current.offsetLeft - (nav.current.clientWidth - current.offsetWidth) / 2;
    }
  }, [pathname]);
  return (
    <nav ref={nav} aria-label={label} className="relative overflow-x-auto border-line border-b">
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
