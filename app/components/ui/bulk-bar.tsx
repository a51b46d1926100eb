import { Form } from "@remix-run/react";
import { type ReactNode, useCallback, useRef } from "react";
import { classNames } from "./class-names.ts";
import { countSelected, useSelectionChanges } from "./selection.ts";
import { useAfterSending } from "./use-after-sending.ts";
import { useHydrated } from "./use-hydrated.ts";

interface BulkBarProps {
  formId: string;
  action?: string | undefined;
  /** The name of the rows' checkboxes. */
  name?: string | undefined;
  /** One of them, several of them: "guard", "guards". */
  noun: readonly [string, string];
  /** Buttons with an intent, and the form's hidden inputs. */
  children: ReactNode;
}

/** What can be done with the ticked rows. With scripts it appears with the first tick; without, it is always there. */
export function BulkBar({ formId, action, name = "id", noun, children }: BulkBarProps) {
  const form = useRef<HTMLFormElement>(null);
  const isHydrated = useHydrated();
  const selected = useSelectionChanges(formId, name);
  const clear = useCallback(() => {
    form.current?.reset();
    countSelected(formId);
  }, [formId]);
  const onSubmit = useAfterSending(clear);
  return (
    <Form
      ref={form}
      id={formId}
      method="post"
      {...(action === undefined ? {} : { action })}
      onSubmit={onSubmit}
      className={classNames(
        "sticky bottom-0 z-20 flex flex-wrap items-center justify-between gap-3 border-line border-t bg-tint px-4 py-3 sm:px-6",
        isHydrated && selected === 0 && "hidden",
      )}
    >
      <p role="status" className="font-semibold">
        {isHydrated ? `${selected} ${noun[selected === 1 ? 0 : 1]} selected` : `With the selected ${noun[1]}:`}
      </p>
      <div className="flex flex-wrap gap-2 max-sm:-mx-4 max-sm:w-screen max-sm:flex-nowrap max-sm:overflow-x-auto max-sm:px-4 max-sm:pb-1">
        {children}
      </div>
    </Form>
  );
}
