import { Link, useMatches } from "@remix-run/react";
import { ChevronRight } from "lucide-react";

export interface Crumb {
  label: string;
  to?: string | undefined;
}

/** What a route says of itself: `export const handle = { crumb: "Guards" }`, or from what it loaded. */
export interface CrumbHandle<TData = never> {
  crumb: string | ((data: TData) => string);
}

/** The crumbs of the matched routes, from the outside in. */
export function useCrumbs(): Crumb[] {
  return useMatches().flatMap(({ handle, data, pathname }) => {
    const crumb = (handle as Partial<CrumbHandle> | undefined)?.crumb;
    if (crumb === undefined) return [];
    // A route that failed has loaded nothing to name it by.
    if (typeof crumb === "function" && data == null) return [];
    return [{ label: typeof crumb === "function" ? crumb(data as never) : crumb, to: pathname }];
  });
}

/** The way here. The last one is this page. */
export function Breadcrumbs({ crumbs }: { crumbs: readonly Crumb[] }) {
  if (crumbs.length < 2) return null;
  return (
    <nav aria-label="Breadcrumb" className="no-print mb-2">
      <ol className="flex flex-wrap items-center gap-x-1 text-soft text-sm">
        {crumbs.map(({ label, to }, index) => {
          const isLast = index === crumbs.length - 1;
          return (
            <li key={to ?? label} className="flex min-w-0 items-center gap-1">
              {index > 0 ? <ChevronRight aria-hidden="true" className="size-3.5 shrink-0" /> : null}
              {isLast || to === undefined ? (
                <span aria-current={isLast ? "page" : undefined} className="truncate py-2.5">
                  {label}
                </span>
              ) : (
                <Link to={to} className="py-2.5 text-soft no-underline hover:text-ink hover:underline">
                  {label}
                </Link>
              )}
            </li>
          );
        })}
      </ol>
    </nav>
  );
}
