import type { LucideIcon } from "lucide-react";
import type { ReactNode } from "react";

interface EmptyStateProps {
  icon: LucideIcon;
  title: string;
  /** What to do next, in a sentence. */
  children?: ReactNode;
  action?: ReactNode;
}

/** Nothing here yet: why, and what to do about it. */
export function EmptyState({ icon: Icon, title, children, action }: EmptyStateProps) {
  return (
    <div className="flex flex-col items-center px-4 py-12 text-center">
      <span className="mb-4 flex size-14 items-center justify-center rounded-full bg-tint text-accent">
        <Icon aria-hidden="true" className="size-6" />
      </span>
      <p className="font-semibold text-lg">{title}</p>
      {children === undefined ? null : <div className="mt-1 max-w-md text-pretty text-soft">{children}</div>}
      {action === undefined ? null : <div className="mt-5 flex flex-wrap justify-center gap-3">{action}</div>}
    </div>
  );
}
