import { Form } from "@remix-run/react";
import { AlertDialog as Radix } from "radix-ui";
import { type ReactNode, useCallback, useState } from "react";
import { buttonClass, SubmitButton } from "./button.tsx";
import { DialogActions, OVERLAY, PANEL } from "./dialog.tsx";
import { Disclosure, type Trigger, TriggerContent, triggerClass } from "./disclosure.tsx";
import { useAfterSending } from "./use-after-sending.ts";
import { useHydrated } from "./use-hydrated.ts";

interface ConfirmDialogProps {
  trigger: Trigger;
  /** A question: “Suspend Chidi Okafor?” */
  title: string;
  /** What will happen, and whether it can be undone. */
  description: ReactNode;
  confirmLabel: string;
  action?: string | undefined;
  /** What the form sends: the intent, the ids, the CSRF token. */
  fields: Readonly<Record<string, string>>;
  tone?: "danger" | "primary" | undefined;
  /** What else it asks, such as a reason. */
  children?: ReactNode;
}

/** Says what will happen and asks once. Without scripts the same form opens under the button. */
export function ConfirmDialog({ trigger, title, description, ...question }: ConfirmDialogProps) {
  const isHydrated = useHydrated();
  const [isOpen, setOpen] = useState(false);
  const close = useCallback(() => setOpen(false), []);
  const onSubmit = useAfterSending(close);
  if (!isHydrated) {
    return (
      <Disclosure trigger={trigger}>
        <p className="font-semibold text-lg">{title}</p>
        <div className="mt-1 text-soft">{description}</div>
        <Question {...question} />
      </Disclosure>
    );
  }
  return (
    <Radix.Root open={isOpen} onOpenChange={setOpen}>
      <Radix.Trigger className={triggerClass(trigger)}>
        <TriggerContent trigger={trigger} />
      </Radix.Trigger>
      <Radix.Portal>
        <Radix.Overlay className={OVERLAY} />
        <Radix.Content className={PANEL}>
          <Radix.Title className="font-semibold text-xl leading-snug">{title}</Radix.Title>
          <Radix.Description asChild>
            <div className="mt-2 text-soft">{description}</div>
          </Radix.Description>
          <Question
            {...question}
            onSubmit={onSubmit}
            cancel={<Radix.Cancel className={buttonClass("secondary")}>Cancel</Radix.Cancel>}
          />
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

type QuestionProps = Omit<ConfirmDialogProps, "trigger" | "title" | "description"> & {
  cancel?: ReactNode;
  onSubmit?: () => void;
};

function Question({ action, fields, tone = "danger", confirmLabel, children, cancel, onSubmit }: QuestionProps) {
  return (
    <Form method="post" {...(action === undefined ? {} : { action })} {...(onSubmit ? { onSubmit } : {})}>
      {Object.entries(fields).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      {children === undefined ? null : <div className="mt-4">{children}</div>}
      <DialogActions>
        {cancel}
        <SubmitButton variant={tone === "danger" ? "danger-solid" : "primary"}>{confirmLabel}</SubmitButton>
      </DialogActions>
    </Form>
  );
}
