import { Link, useMatches } from "@remix-run/react";
import { ChevronRight } from "lucide-react";
import { classNames } from "#app/components/ui/class-names.ts";
import { type Crumb, crumbsOf, placesOf } from "./title.ts";

export type { Crumb, CrumbHandle } from "./title.ts";

/** The crumbs of the matched routes, from the outside in, below the place that they belong to. */
export function useCrumbs(): Crumb[] {
  const matches = useMatches();
  const crumbs = crumbsOf(matches);
  return crumbs.length === 0 ? [] : [...placesOf(matches), ...crumbs];
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
            <li
              key={to ?? label}
              // On phones the way above a page that has a page above it starts there.
              className={classNames(
                "flex min-w-0 items-center gap-1",
                index === 0 && crumbs.length > 2 && "max-sm:hidden",
              )}
            >
              {index > 0 ? (
                <ChevronRight
                  aria-hidden="true"
                  className={classNames("size-3.5 shrink-0", index === 1 && crumbs.length > 2 && "max-sm:hidden")}
                />
              ) : null}
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
