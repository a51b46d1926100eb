import { Link, useLocation } from "@remix-run/react";
import { ChevronLeft, ChevronRight } from "lucide-react";
import type { ReactNode } from "react";
import { buttonClass } from "./button.tsx";
import { pageHref } from "./list-url.ts";

interface PaginationProps {
  /** The cursor of the page before this one; none on the first page. */
  newer?: string | null | undefined;
  older?: string | null | undefined;
  /** Such as “50 of 1,204 guards”. */
  summary?: ReactNode;
}

/** Pages by cursor: rows that arrive meanwhile move nothing. */
export function Pagination({ newer, older, summary }: PaginationProps) {
  const { search } = useLocation();
  const hasPages = Boolean(newer) || Boolean(older);
  if (!hasPages && summary === undefined) return null;
  return (
    <nav
      aria-label="Pages"
      className="flex flex-wrap items-center justify-between gap-3 border-line border-t px-4 py-3 sm:px-6"
    >
      <p className="text-soft text-sm">{summary}</p>
      {hasPages ? (
        <div className="flex gap-2">
          <PageLink to={newer ? pageHref(search, { before: newer }) : undefined} rel="prev">
            <ChevronLeft aria-hidden="true" /> Previous
          </PageLink>
          <PageLink to={older ? pageHref(search, { after: older }) : undefined} rel="next">
            Next <ChevronRight aria-hidden="true" />
          </PageLink>
        </div>
      ) : null}
    </nav>
  );
}

/** At the end of the list the button stays, and leads nowhere. */
function PageLink({ to, rel, children }: { to: string | undefined; rel: "prev" | "next"; children: ReactNode }) {
  if (to === undefined) {
    return (
      <span aria-disabled="true" className={buttonClass("secondary", "sm")}>
        {children}
      </span>
    );
  }
  return (
    <Link to={to} rel={rel} className={buttonClass("secondary", "sm")}>
      {children}
    </Link>
  );
}
