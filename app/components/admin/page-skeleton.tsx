import { Skeleton } from "#app/components/ui/skeleton.tsx";

const ROWS = ["w-2/3", "w-1/2", "w-3/5", "w-2/5", "w-1/2"];

/** The shape of most pages: what it is, and a card with rows. Shown while one is on its way. */
export function PageSkeleton() {
  return (
    <div role="status" aria-label="Loading the page" className="animate-appear">
      <Skeleton className="h-9 w-56" />
      <Skeleton className="mt-3 h-4 w-80 max-w-full" />
      <div className="mt-8 rounded-xl border border-line bg-card px-4 py-5 sm:px-6">
        {ROWS.map((width, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: they stand for nothing and never change places.
          <div key={index} className="flex items-center gap-4 py-3">
            <Skeleton className="size-10 shrink-0 rounded-full" />
            <span className="grid flex-1 gap-2">
              <Skeleton className={`h-4 ${width}`} />
              <Skeleton className="h-3 w-1/4" />
            </span>
          </div>
        ))}
      </div>
    </div>
  );
}
