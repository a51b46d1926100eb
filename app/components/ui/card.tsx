import { type ReactNode, useId } from "react";
import { classNames } from "./class-names.ts";

interface CardProps {
  title?: ReactNode;
  description?: ReactNode;
  /** Buttons beside the title. */
  actions?: ReactNode;
  footer?: ReactNode;
  /** The content reaches the card's edges, as a table does. */
  flush?: boolean | undefined;
  className?: string | undefined;
  children?: ReactNode;
}

export function Card({ title, description, actions, footer, flush, className, children }: CardProps) {
  const titleId = useId();
  const hasHeader = title !== undefined || actions !== undefined;
  return (
    <section
      aria-labelledby={title === undefined ? undefined : titleId}
      className={classNames("rounded-xl border border-line bg-card", flush && "overflow-clip", className)}
    >
      {hasHeader ? (
        <header className="flex flex-wrap items-start justify-between gap-x-4 gap-y-3 px-4 pt-4 sm:px-6 sm:pt-5">
          <div className="min-w-0">
            {title === undefined ? null : (
              <h2 id={titleId} className="font-semibold text-lg leading-snug">
                {title}
              </h2>
            )}
            {description === undefined ? null : <p className="mt-0.5 max-w-prose text-soft">{description}</p>}
          </div>
          {actions === undefined ? null : <div className="flex flex-wrap gap-2">{actions}</div>}
        </header>
      ) : null}
      {children === undefined || children === null ? (
        <div className="h-4 sm:h-5" />
      ) : (
        <div className={flush ? classNames(hasHeader && "mt-4") : "p-4 sm:px-6 sm:py-5"}>{children}</div>
      )}
      {footer === undefined ? null : (
        <footer className="flex flex-wrap items-center justify-end gap-3 border-line border-t px-4 py-3 sm:px-6">
          {footer}
        </footer>
      )}
    </section>
  );
}
