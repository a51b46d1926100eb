import { useEffect, useRef } from "react";
import { countSelected, rowBoxes, useSelectionChanges } from "./selection.ts";
import { useHydrated } from "./use-hydrated.ts";

/** Ticks every row of this page. It needs scripts, so it only shows with them. */
export function SelectAllBox({ formId, name }: { formId: string; name: string }) {
  const box = useRef<HTMLInputElement>(null);
  const isHydrated = useHydrated();
  const selected = useSelectionChanges(formId, name);
  const all = isHydrated ? rowBoxes(formId, name).length : 0;
  useEffect(() => {
    if (box.current) box.current.indeterminate = selected > 0 && selected < all;
  }, [selected, all]);
  if (!isHydrated) return <span className="sr-only">Select</span>;
  const tickAll = (isTicked: boolean) => {
    for (const row of rowBoxes(formId, name)) row.checked = isTicked;
    countSelected(formId);
  };
  return (
    <label className="flex md:-ml-2.5 min-h-11 min-w-11 cursor-pointer items-center justify-center gap-2">
      <input
        ref={box}
        type="checkbox"
        checked={all > 0 && selected === all}
        onChange={(event) => tickAll(event.target.checked)}
        aria-label="Select all on this page"
        className="size-5 accent-accent"
      />
      <span aria-hidden="true" className="md:hidden">
        All
      </span>
    </label>
  );
}
