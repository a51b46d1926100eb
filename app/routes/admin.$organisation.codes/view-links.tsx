import { Link, useLocation } from "@remix-run/react";
import { VIEWS, type View } from "./figure-address.ts";

const WORDS: Record<View, string> = { code: "By code", site: "By site", day: "By day" };

/** The same figures, in three tables. */
export function ViewLinks({ current }: { current: View }) {
  const { search } = useLocation();
  return (
    <nav aria-label="Figures by" className="border-line border-b px-4">
      <ul className="flex gap-1">
        {VIEWS.map((view) => (
          <li key={view}>
            <Link
              to={hrefOf(search, view)}
              preventScrollReset
              aria-current={view === current ? "page" : undefined}
              className="-mb-px flex min-h-11 items-center border-transparent border-b-2 px-3 font-medium text-soft no-underline -outline-offset-3 hover:text-ink aria-[current=page]:border-accent aria-[current=page]:text-accent"
            >
              {WORDS[view]}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}

function hrefOf(search: string, view: View): string {
  const params = new URLSearchParams(search);
  for (const name of ["after", "before", "sort"]) params.delete(name);
  params.set("by", view);
  return `?${params}`;
}
