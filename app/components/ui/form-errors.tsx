import { CircleAlert } from "lucide-react";
import { useEffect, useId, useRef, useState } from "react";

export interface FormProblem {
  message: string;
  /** The control it is about; the summary links to it. */
  fieldId?: string | undefined;
}

interface FormErrorsProps {
  /** Conform's form: its `allErrors` are told with the ids of their fields. */
  form?: { id: string; allErrors: Record<string, string[]>; errors?: string[] | undefined } | undefined;
  /** What the fields of `form` are called, by their name. */
  labels?: Readonly<Record<string, string>> | undefined;
  errors?: readonly FormProblem[] | undefined;
  title?: string | undefined;
}

/**
 * What is wrong with the form, in one place, first. It appears and takes the focus when the form was sent, so that nobody
 * misses it; while somebody is still filling it in, it would push the fields away from under them.
 */
export function FormErrors({ form, labels = {}, errors = [], title }: FormErrorsProps) {
  const titleId = useId();
  const problems = [...errors, ...problemsOf(form, labels)];
  const words = problems.map(({ message }) => message).join("\n");
  const { summary, isSent } = useSending({ words, formId: form?.id, isAnswer: errors.length > 0 });
  if (problems.length === 0 || !isSent) return null;
  return (
    <div
      ref={summary}
      role="alert"
      tabIndex={-1}
      aria-labelledby={titleId}
      className="rounded-lg border border-wrong/40 bg-wrong-tint p-4"
    >
      <h2 id={titleId} className="flex items-center gap-2 font-semibold text-wrong">
        <CircleAlert aria-hidden="true" className="size-5 shrink-0" />
        {title ??
          (problems.length === 1 ? "One thing needs another look" : `${problems.length} things need another look`)}
      </h2>
      <ul className="mt-1 pl-7">
        {problems.map(({ message, fieldId }) => (
          <li key={`${fieldId} ${message}`}>
            {fieldId === undefined ? (
              message
            ) : (
              <a href={`#${fieldId}`} className="inline-block py-1 text-ink underline underline-offset-4">
                {message}
              </a>
            )}
          </li>
        ))}
      </ul>
    </div>
  );
}

const CHECK = "__intent__";

interface Sending {
  words: string;
  formId: string | undefined;
  /** They are the server's own, which it only says of what it was sent. */
  isAnswer: boolean;
}

/** Whether the form was sent; moves the focus to what answers it, at once or with the server's answer. */
function useSending({ words, formId, isAnswer }: Sending) {
  const [isSent, setSent] = useState(words !== "");
  const summary = useRef<HTMLDivElement>(null);
  // A page that comes with errors answers a form too.
  const isDue = useRef(words !== "");
  useEffect(() => {
    const focus = () => {
      if (!(isDue.current || isAnswer) || summary.current === null) return;
      isDue.current = false;
      summary.current.focus();
    };
    if (words !== "") focus();
    const onSubmit = ({ target, submitter }: SubmitEvent) => {
      if (formId !== undefined && (target as Element).id !== formId) return;
      // Conform checks a field that was left by submitting the form with a button of its own.
      if (submitter instanceof HTMLButtonElement && submitter.name === CHECK) return;
      isDue.current = true;
      setSent(true);
      // The same errors as before change nothing on the page, so they are looked for once the form has been validated.
      setTimeout(focus);
    };
    const onInput = () => {
      isDue.current = false;
    };
    document.addEventListener("submit", onSubmit, true);
    document.addEventListener("input", onInput, true);
    return () => {
      document.removeEventListener("submit", onSubmit, true);
      document.removeEventListener("input", onInput, true);
    };
  }, [words, formId, isAnswer]);
  return { summary, isSent: isSent || isAnswer };
}

/** Conform keys errors by field name, "" being the form's own; its field ids are `<form id>-<name>`. */
function problemsOf(form: FormErrorsProps["form"], labels: Readonly<Record<string, string>>): FormProblem[] {
  if (form === undefined) return [];
  return Object.entries(form.allErrors).flatMap(([name, messages]) =>
    messages.map((message) => {
      const label = labels[name];
      return {
        message: label === undefined ? message : `${label}: ${message}`,
        fieldId: name === "" ? undefined : `${form.id}-${name}`,
      };
    }),
  );
}
