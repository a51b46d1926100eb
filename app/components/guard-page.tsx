import { type Messages, messagesFor } from "#app/messages/index.ts";
import { AmountFields } from "./amount-fields.tsx";
import { Document } from "./document.tsx";
import { CoverFee, ExtraFields } from "./extra-fields.tsx";
import { FeeLines } from "./fee-lines.tsx";
import { type FieldErrors, fieldErrors } from "./field-errors.ts";
import { giveTerms } from "./give-terms.ts";
import type { GuardView } from "./guard-view.ts";
import { GIVE_SCRIPT } from "./inlined.ts";

/** Who is thanked, how much, and the one button. Works without the script; the script adds the live sums. */
export function GuardPage({ view }: { view: GuardView }) {
  const text = messagesFor(view.language);
  const errors = fieldErrors(view, text);
  const title = text.give.title(view.guard.displayName);
  const isTrouble = errors.all.length > 0 || view.notice !== null;
  return (
    <Document language={view.language} title={isTrouble ? text.errorTitle(title) : title} script={GIVE_SCRIPT}>
      <div className="card">
        <Who view={view} text={text} />
        {isTrouble ? <Trouble view={view} errors={errors} text={text} /> : null}
        <form id="give" method="post" action="/tips" data-terms={giveTerms(view, text)}>
          <input type="hidden" name="token" value={view.token} />
          <input type="hidden" name="currency" value={view.minimum.currency} />
          <input type="hidden" name="attempt" value={view.attempt} autoComplete="off" />
          <AmountFields view={view} text={text} error={errors.of.amount} />
          {view.mayCoverFee ? <CoverFee view={view} text={text} error={errors.of.covers_fee} /> : null}
          <ExtraFields view={view} text={text} errors={errors} />
          <button id="go" className="button" type="submit">
            {text.give.button}
          </button>
          <output id="net" className="net" />
        </form>
        <p className="pledge">
          {text.give.pledgeBefore}
          <b>{view.checkout.host}</b>
          {text.give.pledgeBetween}
          <b>{view.checkout.label}</b>
          {text.give.pledgeAfter}
        </p>
        <FeeLines view={view} text={text} />
        <p className="pressure">
          {text.give.pressure} <a href={`/report/${view.token}`}>{text.give.pressureLink}</a>
        </p>
      </div>
    </Document>
  );
}

function Who({ view: { guard, siteName, organisationName }, text }: { view: GuardView; text: Messages }) {
  const badge = guard.badgeNumber === null ? "" : `${text.give.badge(guard.badgeNumber)} · `;
  return (
    <header className="who">
      <span className="avatar" aria-hidden="true">
        {initialsOf(guard.displayName)}
        {guard.photoUrl === null ? null : <img src={guard.photoUrl} alt="" width="72" height="72" loading="lazy" />}
      </span>
      <div>
        <p className="eyebrow">{text.give.eyebrow}</p>
        <h1>{guard.displayName}</h1>
        <p className="muted">
          {badge + siteName}
          <br />
          {organisationName}
        </p>
      </div>
    </header>
  );
}

function Trouble({ view, errors, text }: { view: GuardView; errors: FieldErrors; text: Messages }) {
  return (
    // biome-ignore lint/a11y/noAutofocus: without scripts this is how a keyboard or a screen reader meets the error first
    <div className="trouble" role="alert" tabIndex={-1} autoFocus>
      {view.notice === null ? <h2>{text.form.summary}</h2> : <p>{text.form[view.notice]}</p>}
      {errors.all.length === 0 ? null : (
        <ul>
          {errors.all.map(({ id, message }) => (
            <li key={id}>
              <a href={`#${id}`}>{message}</a>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

/** One or two letters or digits that stand for a name. */
function initialsOf(name: string): string {
  const words = name.match(/[\p{L}\p{N}]+/gu) ?? [];
  return [words[0], words.length > 1 ? words.at(-1) : ""].map((word) => [...(word ?? "")][0] ?? "").join("");
}
