import { Form, Link, useLocation, useSubmit } from "@remix-run/react";
import { Search, X } from "lucide-react";
import { type ReactNode, useCallback, useEffect, useRef } from "react";
import { Button, buttonClass } from "./button.tsx";
import { Select, type SelectOption } from "./input.tsx";
import { clearHref } from "./list-url.ts";
import { useHydrated } from "./use-hydrated.ts";

interface ListFilter {
  name: string;
  label: string;
  /** Without the empty one, which means all. */
  options: readonly SelectOption[];
}

interface FilterBarProps {
  searchLabel?: string | undefined;
  searchPlaceholder?: string | undefined;
  filters?: readonly ListFilter[] | undefined;
  /** Actions at the end of the bar. */
  children?: ReactNode;
}

const SEARCH = "q";
const TYPING_PAUSE_MS = 300;

/** Search and filters as a form that asks for an address. With scripts it sends itself; without, it has a button. */
export function FilterBar({ searchLabel = "Search", searchPlaceholder, filters = [], children }: FilterBarProps) {
  const { pathname, search } = useLocation();
  const isHydrated = useHydrated();
  const { form, sendSoon, sendNow } = useSelfSending(search);
  const params = new URLSearchParams(search);
  const names = [SEARCH, ...filters.map(({ name }) => name)];
  const isFiltered = names.some((name) => params.get(name));
  return (
    <div className="flex flex-wrap items-end justify-between gap-3">
      <Form
        ref={form}
        method="get"
        action={pathname}
        role="search"
        autoComplete="off"
        className="flex min-w-0 flex-1 flex-wrap items-end gap-3"
        onChange={(event) => ((event.target as Element).tagName === "SELECT" ? sendNow() : sendSoon())}
      >
        {[...params].map(([name, value]) =>
          names.includes(name) || name === "after" || name === "before" ? null : (
            <input key={name} type="hidden" name={name} value={value} />
          ),
        )}
        <label className="relative min-w-0 flex-1 basis-56 sm:max-w-sm">
          <span className="sr-only">{searchLabel}</span>
          <Search aria-hidden="true" className="absolute top-1/2 left-3 size-4 -translate-y-1/2 text-soft" />
          <input
            type="search"
            name={SEARCH}
            defaultValue={params.get(SEARCH) ?? ""}
            placeholder={searchPlaceholder ?? searchLabel}
            className="control pl-9"
          />
        </label>
        {filters.map(({ name, label, options }) => (
          <span key={name} className="min-w-0 flex-1 basis-32 sm:max-w-48">
            <Select
              name={name}
              aria-label={label}
              defaultValue={params.get(name) ?? ""}
              placeholder={`${label}: all`}
              options={options}
            />
          </span>
        ))}
        {isHydrated ? null : <Button type="submit">Apply</Button>}
        {isFiltered ? (
          <Link to={clearHref(search, names)} className={buttonClass("quiet")}>
            <X aria-hidden="true" /> Clear
          </Link>
        ) : null}
      </Form>
      {children === undefined ? null : <div className="flex flex-wrap gap-2">{children}</div>}
    </div>
  );
}

/** The search and the filters of a form. */
function controlsOf(form: HTMLFormElement | null): (HTMLInputElement | HTMLSelectElement)[] {
  return Array.from<Element, (HTMLInputElement | HTMLSelectElement)[]>(form?.elements ?? [], (control) =>
    control instanceof HTMLSelectElement || (control instanceof HTMLInputElement && control.type === "search")
      ? [control]
      : [],
  ).flat();
}

/** It says another thing than the page came with. */
function isTouched(control: HTMLInputElement | HTMLSelectElement): boolean {
  if (control instanceof HTMLInputElement) return control.value !== control.defaultValue;
  return (
    control.selectedIndex !==
    Math.max(
      0,
      [...control.options].findIndex(({ defaultSelected }) => defaultSelected),
    )
  );
}

/** Sends the form after a pause in typing, replacing the address so that Back leaves the list; shows what the address says. */
function useSelfSending(search: string) {
  const form = useRef<HTMLFormElement>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>();
  const isSettled = useRef(false);
  const submit = useSubmit();
  const sendNow = useCallback(() => {
    clearTimeout(timer.current);
    if (!form.current) return;
    // What is not set stays out of the address.
    const set = [...new FormData(form.current)]
      .filter(([, value]) => value !== "")
      .map(([name, value]) => [name, `${value}`]);
    submit(new URLSearchParams(set), { action: form.current.action, replace: true, preventScrollReset: true });
  }, [submit]);
  useEffect(() => () => clearTimeout(timer.current), []);
  useEffect(() => {
    const controls = controlsOf(form.current);
    if (!isSettled.current) {
      // What was chosen while the page was still loading counts.
      const settling = setTimeout(() => {
        isSettled.current = true;
        if (controls.some(isTouched)) sendNow();
      });
      return () => clearTimeout(settling);
    }
    const params = new URLSearchParams(search);
    for (const control of controls) {
      if (control !== document.activeElement) control.value = params.get(control.name) ?? "";
    }
  }, [search, sendNow]);
  const sendSoon = () => {
    clearTimeout(timer.current);
    timer.current = setTimeout(sendNow, TYPING_PAUSE_MS);
  };
  return { form, sendNow, sendSoon };
}
