import type { ReactNode } from "react";
import { type ButtonSize, type ButtonVariant, buttonClass } from "./button.tsx";

export interface Trigger {
  label: string;
  variant?: ButtonVariant | undefined;
  size?: ButtonSize | undefined;
  icon?: ReactNode;
  className?: string | undefined;
}

/** What is inside a trigger; an icon button keeps its label for those who cannot see the icon. */
export function TriggerContent({ trigger: { label, size, icon } }: { trigger: Trigger }) {
  return (
    <>
      {icon}
      {size === "icon" ? <span className="sr-only">{label}</span> : label}
    </>
  );
}

export function triggerClass({ variant, size, className }: Trigger): string {
  return buttonClass(variant, size, className);
}

/** A dialog or a menu as it stands without scripts: the same button, opening the same content in the page. */
export function Disclosure({ trigger, children }: { trigger: Trigger; children: ReactNode }) {
  return (
    <details className="min-w-0">
      <summary className={triggerClass(trigger)}>
        <TriggerContent trigger={trigger} />
      </summary>
      <div className="mt-2 w-full max-w-lg rounded-xl border border-line bg-card p-4 text-ink">{children}</div>
    </details>
  );
}
