import { Document } from "#app/components/document.tsx";
import { SHARE_SCRIPT } from "#app/components/inlined.ts";
import { messagesFor } from "#app/messages/index.ts";
import type { ReceiptView } from "./view.ts";

/** Proof of arrival: what, when, and a code to check it by. Nobody is named. */
export function ReceiptPage({ view }: { view: ReceiptView }) {
  const { receipt: text } = messagesFor(view.language);
  return (
    <Document language={view.language} title={text.title(view.amount)} script={SHARE_SCRIPT}>
      <div className="card receipt">
        <span className="mark good" aria-hidden="true" />
        <h1>
          {text.heading} <span className="sum">{view.amount}</span>
        </h1>
        <p className="lead">{view.place}</p>
        <section aria-labelledby="steps">
          <h2 id="steps">{text.steps}</h2>
          <p className="muted">{view.day}</p>
          <ol className="steps">
            {view.steps.map(({ label, when, iso }) => (
              <li key={label}>
                {label} <time dateTime={iso}>{when}</time>
              </li>
            ))}
          </ol>
        </section>
        {view.refund === null ? null : (
          <div className={view.refund.isGood ? "answer" : "trouble"} role="status">
            {view.refund.words.map((words) => (
              <p key={words}>{words}</p>
            ))}
          </div>
        )}
        {view.afterwards === null ? null : <p className="trouble">{view.afterwards}</p>}
        <dl className="facts">
          {view.charge === null ? null : <Fact term={text.charged} value={view.charge} />}
          <Fact term={text.code} value={view.code} isCode />
        </dl>
        <p className="muted">
          {view.zone} {text.keep}
        </p>
        <div className="actions">
          <button id="share" className="button" type="button" data-copied={text.copied} hidden>
            {text.share}
          </button>
          <button id="print" className="quiet" type="button" hidden>
            {text.print}
          </button>
          {!view.cancel?.href ? null : (
            <a className="quiet" href={view.cancel.href} rel="nofollow">
              {text.cancel.link}
            </a>
          )}
        </div>
        {view.cancel === null ? null : <p className="muted">{view.cancel.until}</p>}
        <output id="shared" className="net" />
      </div>
    </Document>
  );
}

function Fact({ term, value, isCode }: { term: string; value: string; isCode?: boolean }) {
  return (
    <div>
      <dt>{term}</dt>
      <dd className={isCode ? "code" : undefined}>{value}</dd>
    </div>
  );
}
