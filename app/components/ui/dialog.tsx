import { X } from "lucide-react";
import { Dialog as Radix } from "radix-ui";
import type { ReactNode } from "react";
import { buttonClass } from "./button.tsx";
import { Disclosure, type Trigger, TriggerContent, triggerClass } from "./disclosure.tsx";
import { useHydrated } from "./use-hydrated.ts";

interface DialogProps {
  /** The button that opens it; left out where something else does, with `isOpen`. */
  trigger?: Trigger | undefined;
  title: string;
  description?: ReactNode;
  isOpen?: boolean | undefined;
  onOpenChange?: ((isOpen: boolean) => void) | undefined;
  children: ReactNode;
}

export const OVERLAY = "fixed inset-0 z-40 bg-scrim data-[state=open]:animate-[appear_120ms_ease-out]";
export const PANEL =
  "fixed z-50 overflow-y-auto bg-card text-ink shadow-xl ring-1 ring-line outline-none data-[state=open]:animate-appear " +
  "max-sm:inset-x-0 max-sm:bottom-0 max-sm:max-h-[92dvh] max-sm:rounded-t-2xl max-sm:p-5 " +
  "sm:inset-x-0 sm:top-[10dvh] sm:mx-auto sm:max-h-[80dvh] sm:w-full sm:max-w-lg sm:rounded-2xl sm:p-6";

/** A task on top of the page. Without scripts it opens in the page instead. */
export function Dialog({ trigger, title, description, isOpen, onOpenChange, children }: DialogProps) {
  const isHydrated = useHydrated();
  if (!isHydrated) {
    if (trigger === undefined) return null;
    return (
      <Disclosure trigger={trigger}>
        <p className="font-semibold text-lg">{title}</p>
        {description === undefined ? null : <p className="mt-1 text-soft">{description}</p>}
        <div className="mt-4">{children}</div>
      </Disclosure>
    );
  }
  const control = { ...(isOpen === undefined ? {} : { open: isOpen }), ...(onOpenChange ? { onOpenChange } : {}) };
  return (
    <Radix.Root {...control}>
      {trigger === undefined ? null : (
        <Radix.Trigger className={triggerClass(trigger)}>
          <TriggerContent trigger={trigger} />
        </Radix.Trigger>
      )}
      <Radix.Portal>
        <Radix.Overlay className={OVERLAY} />
        <Radix.Content className={PANEL} {...(description === undefined ? { "aria-describedby": undefined } : {})}>
          <Radix.Title className="pr-12 font-semibold text-xl leading-snug">{title}</Radix.Title>
          {description === undefined ? null : (
            <Radix.Description asChild>
              <div className="mt-1 text-soft">{description}</div>
            </Radix.Description>
          )}
          <div className="mt-5">{children}</div>
          <Radix.Close aria-label="Close" className={buttonClass("quiet", "icon", "absolute top-3 right-3")}>
            <X aria-hidden="true" />
          </Radix.Close>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

/** The row of buttons at the end of a dialog's form. */
export function DialogActions({ children }: { children: ReactNode }) {
  return <div className="mt-6 flex flex-wrap-reverse justify-end gap-3 max-sm:[&>*]:flex-1">{children}</div>;
}
