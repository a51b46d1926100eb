import { Link } from "@remix-run/react";

/** The name, with the mark of the printed codes. */
export function Brand({ to }: { to?: string | undefined }) {
  const words = (
    <>
      <svg viewBox="0 0 32 32" aria-hidden="true" className="size-7 shrink-0 text-accent">
        <rect width="32" height="32" rx="8" fill="currentColor" />
        <path
          d="M10 22 16 9l6 13M12.5 17.5h7"
          fill="none"
          stroke="var(--on-accent)"
          strokeWidth="2.75"
          strokeLinecap="round"
          strokeLinejoin="round"
        />
      </svg>
      <span className="font-bold text-ink text-lg tracking-tight">Asante</span>
    </>
  );
  const look = "inline-flex min-h-11 items-center gap-2.5 rounded-lg no-underline";
  return to === undefined ? (
    <span className={look}>{words}</span>
  ) : (
    <Link to={to} className={look}>
      {words}
    </Link>
  );
}
