import { classNames } from "./class-names.ts";

/** The shape of what is coming. Give it the size of what it stands for. */
export function Skeleton({ className = "h-4 w-full" }: { className?: string }) {
  return <span aria-hidden="true" className={classNames("block animate-pulse rounded-md bg-line/70", className)} />;
}
