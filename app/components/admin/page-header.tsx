import type { ReactNode } from "react";

interface PageHeaderProps {
  title: ReactNode;
  description?: ReactNode;
  /** A state beside the title. */
  badge?: ReactNode;
  avatar?: ReactNode;
  actions?: ReactNode;
}

/** What this page is, and what can be done here. */
export function PageHeader({ title, description, badge, avatar, actions }: PageHeaderProps) {
  return (
    <header className="mb-6 flex flex-wrap items-start justify-between gap-x-6 gap-y-4">
      <div className="flex min-w-0 items-center gap-4">
        {avatar}
        <div className="min-w-0">
          <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
            <h1 className="font-bold text-2xl leading-tight tracking-tight sm:text-3xl">{title}</h1>
            {badge}
          </div>
          {description === undefined ? null : <p className="mt-1 max-w-prose text-pretty text-soft">{description}</p>}
        </div>
      </div>
      {actions === undefined ? null : <div className="no-print flex flex-wrap gap-2">{actions}</div>}
    </header>
  );
}
