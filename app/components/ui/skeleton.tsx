import { classNames } from "./class-names.ts";

/** The shape of what is coming. Give it the size of what it stands for. */
export function Skeleton({ className = "h-4 w-full" }: { className?: string }) {
  return <span aria-hidden="true" className={classNames("block animate-pulse rounded-md bg-line/70", className)} />;
}

/** A table on its way. */
export function TableSkeleton({ rows = 6, columns = 4 }: { rows?: number; columns?: number }) {
  const widths = ["w-3/4", "w-1/2", "w-2/3", "w-1/3"];
  return (
    <div role="status" className="divide-y divide-line">
      <span className="sr-only">Loading</span>
      {Array.from({ length: rows }, (_, row) => `row ${row}`).map((row, y) => (
        <div key={row} className="grid auto-cols-fr grid-flow-col gap-4 px-4 py-4">
          {Array.from({ length: columns }, (_, column) => `${row} ${column}`).map((cell, x) => (
            <Skeleton key={cell} className={classNames("h-4", widths[(x + y) % widths.length])} />
          ))}
        </div>
      ))}
    </div>
  );
}
