import { Link } from "@remix-run/react";
import { ArrowRight, Check } from "lucide-react";
import { buttonClass } from "./button.tsx";
import { Card } from "./card.tsx";
import { classNames } from "./class-names.ts";

interface ChecklistStep {
  title: string;
  description: string;
  isDone: boolean;
  to?: string | undefined;
  /** What the next step's button says. */
  action?: string | undefined;
}

/** First steps in their order; the first one not done has the button. */
export function Checklist({ title, steps }: { title: string; steps: readonly ChecklistStep[] }) {
  const done = steps.filter(({ isDone }) => isDone).length;
  const next = steps.findIndex(({ isDone }) => !isDone);
  return (
    <Card title={title} description={`${done} of ${steps.length} done`}>
      <ol className="-my-1">
        {steps.map((step, index) => (
          <li key={step.title} className="relative flex gap-4 pb-6 last:pb-1">
            {index < steps.length - 1 ? (
              <span
                aria-hidden="true"
                className={classNames(
                  "absolute top-8 bottom-0 left-4 w-0.5 -translate-x-1/2",
                  step.isDone ? "bg-accent" : "bg-line",
                )}
              />
            ) : null}
            <StepMark step={step} number={index + 1} isNext={index === next} />
            <div className="flex min-w-0 flex-1 flex-wrap items-start justify-between gap-x-6 gap-y-3 pt-1">
              <div className="min-w-0 max-w-prose flex-1 basis-60">
                <p className={classNames("font-semibold", step.isDone && "text-soft")}>
                  {step.to === undefined || index === next ? (
                    step.title
                  ) : (
                    <Link
                      to={step.to}
                      className="text-inherit underline decoration-line underline-offset-4 hover:decoration-current"
                    >
                      {step.title}
                    </Link>
                  )}
                  {step.isDone ? <span className="sr-only"> (done)</span> : null}
                </p>
                {step.isDone ? null : <p className="text-soft">{step.description}</p>}
              </div>
              {index === next && step.to !== undefined ? (
                <Link to={step.to} className={buttonClass("primary")}>
                  {step.action ?? step.title}
                  <ArrowRight aria-hidden="true" />
                </Link>
              ) : null}
            </div>
          </li>
        ))}
      </ol>
    </Card>
  );
}

function StepMark({ step, number, isNext }: { step: ChecklistStep; number: number; isNext: boolean }) {
  const look = step.isDone
    ? "border-accent bg-accent text-on-accent"
    : isNext
      ? "border-accent bg-card text-accent"
      : "border-line bg-card text-soft";
  return (
    <span
      aria-hidden="true"
      className={classNames(
        "relative flex size-8 shrink-0 items-center justify-center rounded-full border-2 font-semibold text-sm",
        look,
      )}
    >
      {step.isDone ? <Check className="size-4" /> : number}
    </span>
  );
}
