import { Form, useSubmit } from "@remix-run/react";
import { useEffect, useRef } from "react";
import { Toaster as Sonner, toast } from "sonner";
import { Alert } from "./alert.tsx";
import type { Tone } from "./badge.tsx";
import { buttonClass } from "./button.tsx";
import { useHydrated } from "./use-hydrated.ts";

interface ToastWords {
  message: string;
  detail?: string | undefined;
  tone?: Tone | undefined;
  /** Takes it back. */
  undo?: (() => void) | undefined;
}

const SHOWN_FOR_MS = 6_000;
const UNDOABLE_FOR_MS = 10_000;
const KINDS = {
  neutral: toast,
  success: toast.success,
  warning: toast.warning,
  danger: toast.error,
  info: toast.info,
} as const;

/** Says briefly what was done. What can be taken back stays longer and has the button. */
export function showToast({ message, detail, tone = "success", undo }: ToastWords, id?: string): void {
  KINDS[tone](message, {
    ...(id === undefined ? {} : { id }),
    ...(detail === undefined ? {} : { description: detail }),
    duration: undo === undefined ? SHOWN_FOR_MS : UNDOABLE_FOR_MS,
    ...(undo === undefined ? {} : { action: { label: "Undo", onClick: undo } }),
  });
}

const COLOURS = {
  "--normal-bg": "var(--card)",
  "--normal-text": "var(--ink)",
  "--normal-border": "var(--line)",
  "--border-radius": "0.75rem",
  fontFamily: "inherit",
} as React.CSSProperties;

const PARTS = {
  title: "text-[0.9375rem]",
  description: "!text-soft",
  actionButton: "!h-9 !px-3 !text-sm !font-semibold !bg-accent !text-on-accent !rounded-lg",
  closeButton: "!bg-card !text-ink !border-line !size-7",
};

/** Where toasts appear; the shell has it. */
export function Toaster() {
  return <Sonner position="bottom-right" closeButton style={COLOURS} toastOptions={{ classNames: PARTS }} />;
}

export interface FlashMessage {
  /** New for each message, so that none is shown twice and none is missed. */
  id: string;
  message: string;
  tone?: Tone | undefined;
  undo?: { action: string; fields: Readonly<Record<string, string>> } | undefined;
}

/** What the last action did, told once: a toast with scripts, a notice at the top of the page without. */
export function Flash({ flash }: { flash: FlashMessage | null }) {
  const isHydrated = useHydrated();
  const submit = useSubmit();
  const shown = useRef("");
  useEffect(() => {
    if (flash === null || flash.id === shown.current) return;
    const { id, undo, ...words } = flash;
    shown.current = id;
    const takeBack = undo && (() => submit({ ...undo.fields }, { method: "post", action: undo.action }));
    showToast({ ...words, undo: takeBack }, id);
  }, [flash, submit]);
  if (flash === null || isHydrated) return null;
  return (
    <div className="mb-6">
      <Alert tone={flash.tone ?? "success"} role="status" action={flash.undo ? <UndoForm undo={flash.undo} /> : null}>
        {flash.message}
      </Alert>
    </div>
  );
}

function UndoForm({ undo }: { undo: NonNullable<FlashMessage["undo"]> }) {
  return (
    <Form method="post" action={undo.action}>
      {Object.entries(undo.fields).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      <button type="submit" className={buttonClass("secondary", "sm")}>
        Undo
      </button>
    </Form>
  );
}
