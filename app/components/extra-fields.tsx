import type { Messages } from "#app/messages/index.ts";
import type { FieldErrors } from "./field-errors.ts";
import type { GuardView } from "./guard-view.ts";

export function CoverFee({ view, text, error }: { view: GuardView; text: Messages; error: string | undefined }) {
  return (
    <label className="cover">
      <input
        id="covers-fee"
        type="checkbox"
        name="covers_fee"
        value="yes"
        defaultChecked={view.typed.coversFee}
        aria-describedby="adds"
      />
      <span>
        {text.give.cover}
        <small id="adds" className={error && "wrong"}>
          {error ?? text.give.coverWhy}
        </small>
      </span>
    </label>
  );
}

/** What most people leave out, folded away; open again when it holds something. */
export function ExtraFields({ view, text, errors }: { view: GuardView; text: Messages; errors: FieldErrors }) {
  const { message, email } = view.typed;
  return (
    <details open={message !== "" || email !== "" || undefined}>
      <summary>{view.mayWrite ? text.give.extras : text.give.extrasReceipt}</summary>
      {view.mayWrite ? <MessageField view={view} text={text} error={errors.of["message"]} /> : null}
      <label className="label" htmlFor="email">
        {text.give.email}
      </label>
      <input
        id="email"
        name="email"
        type="email"
        autoComplete="email"
        maxLength={254}
        aria-describedby="email-hint"
        aria-invalid={errors.of["email"] ? true : undefined}
        defaultValue={email}
      />
      <p id="email-hint" className={errors.of["email"] ? "hint wrong" : "hint"}>
        {errors.of["email"] ?? text.give.emailHint}
      </p>
    </details>
  );
}

function MessageField({ view, text, error }: { view: GuardView; text: Messages; error: string | undefined }) {
  return (
    <>
      <label className="label" htmlFor="message">
        {text.give.message}
      </label>
      <textarea
        id="message"
        name="message"
        rows={2}
        maxLength={view.messageMaxCharacters}
        aria-describedby="message-hint"
        aria-invalid={error ? true : undefined}
        defaultValue={view.typed.message}
      />
      <p id="message-hint" className={error ? "hint wrong" : "hint"}>
        {error ?? text.give.messageHint}
      </p>
    </>
  );
}
