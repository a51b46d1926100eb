import type { ReactNode } from "react";
import type { Language } from "#app/messages/index.ts";
import { Document } from "./document.tsx";
import { WAIT_SCRIPT } from "./inlined.ts";

export interface NoticeView {
  language: Language;
  tone: "calm" | "good" | "trouble";
  title: string;
  lead: string;
  next?: string | undefined;
  /** The first is the way on; the others are quieter. */
  actions?: { href: string; label: string }[] | undefined;
  /** The page asks again by itself: by meta refresh, or by script when there is one. */
  waits?: Waits | undefined;
}

export interface Waits {
  refreshSeconds: number;
  /** With scripts: the tip whose status is asked, and after how long to reload whatever it says. */
  pollUrl: string | null;
  reloadSeconds: number;
}

/** A page that says one thing: what happened, what became of the money, and what to do next. */
export function NoticePage({ view, children }: { view: NoticeView; children?: ReactNode }) {
  const [first, ...others] = view.actions ?? [];
  return (
    <Document
      language={view.language}
      title={view.title}
      script={view.waits && WAIT_SCRIPT}
      refreshSeconds={view.waits?.refreshSeconds}
    >
      <div className="card notice">
        <span className={`mark ${view.tone}`} aria-hidden="true" />
        <h1>{view.title}</h1>
        <p className="lead">{view.lead}</p>
        {view.next ? <p>{view.next}</p> : null}
        {view.waits ? <Waiting waits={view.waits} /> : null}
        {children}
        {first ? (
          <a className="button" href={first.href}>
            {first.label}
          </a>
        ) : null}
        {others.map(({ href, label }) => (
          <a key={href} className="quiet" href={href}>
            {label}
          </a>
        ))}
      </div>
    </Document>
  );
}

function Waiting({ waits }: { waits: Waits }) {
  const poll = waits.pollUrl === null ? {} : { "data-poll": waits.pollUrl };
  return <div id="waiting" className="bar" aria-hidden="true" data-reload={waits.reloadSeconds} {...poll} />;
}
