import type { ReactNode } from "react";
import { classNames } from "./class-names.ts";

export type Tone = "neutral" | "success" | "warning" | "danger" | "info";

const TONES: Record<Tone, string> = {
  neutral: "bg-sunken text-soft ring-line",
  success: "bg-good-tint text-good ring-good/25",
  warning: "bg-warn-tint text-warn ring-warn/25",
  danger: "bg-wrong-tint text-wrong ring-wrong/25",
  info: "bg-info-tint text-info ring-info/25",
};

/** A state in a word. The word carries the meaning; the colour only helps. */
export function Badge({ tone = "neutral", dot, children }: { tone?: Tone; dot?: boolean; children: ReactNode }) {
  return (
    <span
      className={classNames(
        "inline-flex items-center gap-1.5 whitespace-nowrap rounded-full px-2.5 py-0.5 font-medium text-sm ring-1 ring-inset",
        TONES[tone],
      )}
    >
      {dot ? <span aria-hidden="true" className="size-1.5 rounded-full bg-current" /> : null}
      {children}
    </span>
  );
}
