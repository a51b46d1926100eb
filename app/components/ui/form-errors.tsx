import { CircleAlert } from "lucide-react";
import { useEffect, useId, useRef } from "react";

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

/** What is wrong with the form, in one place, first. Takes the focus when it appears, so that nobody misses it. */
export function FormErrors({ form, labels = {}, errors = [], title }: FormErrorsProps) {
  const summary = useRef<HTMLDivElement>(null);
  const titleId = useId();
  const problems = [...errors, ...problemsOf(form, labels)];
  const words = problems.map(({ message }) => message).join("\n");
  useEffect(() => {
    if (words !== "") summary.current?.focus();
  }, [words]);
  if (problems.length === 0) return null;
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
