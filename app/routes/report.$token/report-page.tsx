import { Document } from "#app/components/document.tsx";
import { type Language, type Messages, messagesFor } from "#app/messages/index.ts";

/** What was sent, and what is wrong with it. */
export interface ReportForm {
  kind: string;
  details: string;
  wrong: { kind: boolean; details: boolean };
  notice: "limited" | "unavailable" | null;
}

export const EMPTY_REPORT: ReportForm = { kind: "", details: "", wrong: { kind: false, details: false }, notice: null };

interface ReportPageProps {
  language: Language;
  token: string;
  form: ReportForm;
}

/** “Report pressure”: one choice, a few words if wanted, no name. */
export function ReportPage({ language, token, form }: ReportPageProps) {
  const text = messagesFor(language);
  const { report } = text;
  const isTrouble = form.wrong.kind || form.wrong.details || form.notice !== null;
  return (
    <Document language={language} title={isTrouble ? text.errorTitle(report.title) : report.title}>
      <div className="card">
        <h1>{report.title}</h1>
        <p className="lead">{report.lead}</p>
        {isTrouble ? <Trouble form={form} text={text} /> : null}
        <form method="post" action={`/report/${token}`}>
          <fieldset>
            <legend>{report.legend}</legend>
            {Object.entries(report.kinds).map(([kind, words]) => (
              <label key={kind} className="chip">
                <input
                  id={`kind-${kind}`}
                  type="radio"
                  name="kind"
                  value={kind}
                  required
                  defaultChecked={form.kind === kind}
                />
                <span>{words}</span>
              </label>
            ))}
          </fieldset>
          <label className="label" htmlFor="details">
            {report.details}
          </label>
          <textarea
            id="details"
            name="details"
            rows={4}
            maxLength={500}
            aria-describedby="details-hint"
            aria-invalid={form.wrong.details || undefined}
            defaultValue={form.details}
          />
          <p id="details-hint" className={form.wrong.details ? "hint wrong" : "hint"}>
            {form.wrong.details ? report.detailsError : report.detailsHint}
          </p>
          <button className="button" type="submit">
            {report.button}
          </button>
          <a className="quiet" href={`/g/${token}`}>
            {text.backToGuard}
          </a>
        </form>
      </div>
    </Document>
  );
}

function Trouble({ form, text: { report, form: words } }: { form: ReportForm; text: Messages }) {
  return (
    // biome-ignore lint/a11y/noAutofocus: without scripts this is how a keyboard or a screen reader meets the error first
    <div className="trouble" role="alert" tabIndex={-1} autoFocus>
      {form.notice === null ? <h2>{words.summary}</h2> : <p>{report[form.notice]}</p>}
      <ul>
        {form.wrong.kind ? (
          <li>
            <a href="#kind-asked_for_money">{report.kindError}</a>
          </li>
        ) : null}
        {form.wrong.details ? (
          <li>
            <a href="#details">{report.detailsError}</a>
          </li>
        ) : null}
      </ul>
    </div>
  );
}
