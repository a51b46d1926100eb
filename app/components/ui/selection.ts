import { useLocation } from "@remix-run/react";
import { useEffect, useState } from "react";

const COUNTED = "selection-counted";

/** The rows' checkboxes that belong to a form, wherever they stand. */
export function rowBoxes(formId: string, name: string): HTMLInputElement[] {
  const form = document.getElementById(formId);
  if (!(form instanceof HTMLFormElement)) return [];
  return [...form.elements].filter(
    (control): control is HTMLInputElement =>
      control instanceof HTMLInputElement && control.type === "checkbox" && control.name === name,
  );
}

/** Says that checkboxes were set by a script, which browsers tell nobody. */
export function countSelected(formId: string): void {
  document.dispatchEvent(new CustomEvent(COUNTED, { detail: formId }));
}

/** How many rows are ticked. The checkboxes themselves are the record, so that a form without scripts sends the same. */
export function useSelectionChanges(formId: string, name: string): number {
  const [selected, setSelected] = useState(0);
  const { key } = useLocation();
  // biome-ignore lint/correctness/useExhaustiveDependencies: another page of the list has other rows.
  useEffect(() => {
    const count = () => setSelected(rowBoxes(formId, name).filter(({ checked }) => checked).length);
    count();
    document.addEventListener("change", count);
    document.addEventListener(COUNTED, count);
    return () => {
      document.removeEventListener("change", count);
      document.removeEventListener(COUNTED, count);
    };
  }, [formId, name, key]);
  return selected;
}
