import { CircleAlert, CircleCheck, Info, type LucideIcon, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import type { Tone } from "./badge.tsx";
import { classNames } from "./class-names.ts";

const LOOKS: Record<Tone, { icon: LucideIcon; box: string; mark: string }> = {
  neutral: { icon: Info, box: "border-line bg-sunken", mark: "text-soft" },
  success: { icon: CircleCheck, box: "border-good/30 bg-good-tint", mark: "text-good" },
  warning: { icon: TriangleAlert, box: "border-warn/30 bg-warn-tint", mark: "text-warn" },
  danger: { icon: CircleAlert, box: "border-wrong/30 bg-wrong-tint", mark: "text-wrong" },
  info: { icon: Info, box: "border-info/30 bg-info-tint", mark: "text-info" },
};

interface AlertProps {
  tone?: Tone | undefined;
  title?: ReactNode;
  /** A button or link that answers it. */
  action?: ReactNode;
  /** Said aloud when it appears; leave it out for what was there all along. */
  role?: "status" | "alert" | undefined;
  children?: ReactNode;
}

/** A notice in the page, where it matters. */
export function Alert({ tone = "info", title, action, role, children }: AlertProps) {
  const { icon: Icon, box, mark } = LOOKS[tone];
  return (
    <div role={role} className={classNames("flex flex-wrap items-start gap-x-4 gap-y-3 rounded-lg border p-4", box)}>
      <div className="flex min-w-0 flex-1 basis-64 gap-3">
        <Icon aria-hidden="true" className={classNames("mt-0.5 size-5 shrink-0", mark)} />
        <div className="min-w-0">
          {title === undefined ? null : <p className="font-semibold">{title}</p>}
          {children === undefined ? null : <div>{children}</div>}
        </div>
      </div>
      {action}
    </div>
  );
}
