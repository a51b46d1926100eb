import { data, type LoaderFunctionArgs } from "@remix-run/cloudflare";
import { useLoaderData } from "@remix-run/react";
import { Document } from "#app/components/document.tsx";
import { AppError } from "#app/core/errors.ts";
import { findReceiptByCode, type ReceiptStatus } from "#app/domain/tips/index.ts";
import { formatClock, formatDay, type Language, messagesFor, negotiateLanguage } from "#app/messages/index.ts";
import { forwardHeaders, pageHeaders } from "#app/page-security.ts";
import { refused } from "#app/refusals.ts";

const LONGEST_SHOWN = 40;

export const headers = forwardHeaders;

/** Looks a receipt up by its code: whether it was paid, nothing else. */
export async function loader({ request, context }: LoaderFunctionArgs) {
  const language = negotiateLanguage(request.headers.get("accept-language"));
  const typed = new URL(request.url).searchParams.get("code")?.trim().slice(0, LONGEST_SHOWN) ?? "";
  try {
    if (typed === "") return data({ language, typed, answer: null }, { headers: await pageHeaders() });
    const answer = toAnswer(language, await findReceiptByCode(context.ctx, typed));
    return data({ language, typed, answer }, { status: answer.isError ? 404 : 200, headers: await pageHeaders() });
  } catch (error) {
    if (!(error instanceof AppError && error.code === "RATE_LIMITED")) throw await refused(error);
    const answer = { isError: true, words: [messagesFor(language).lookup.limited] };
    const headers = await pageHeaders({ retryAfterSeconds: error.retryAfterSeconds });
    return data({ language, typed, answer }, { status: error.status, headers });
  }
}

function toAnswer(language: Language, found: ReceiptStatus | null) {
  const { lookup } = messagesFor(language);
  if (!found) return { isError: true, words: [lookup.unknown] };
  if (found.status === "not_paid") return { isError: false, words: [lookup.notPaid, lookup.notPaidNext] };
  const { paidAt, timeZone } = found;
  const when = `${formatDay(paidAt, timeZone, language)}, ${formatClock(paidAt, timeZone, language)}`;
  return { isError: false, words: [lookup.paid, lookup.paidAt(when)] };
}

export default function ReceiptLookup() {
  const { language, typed, answer } = useLoaderData<typeof loader>();
  const text = messagesFor(language);
  const isError = answer?.isError ?? false;
  return (
    <Document language={language} title={isError ? text.errorTitle(text.lookup.title) : text.lookup.title}>
      <div className="card">
        <h1>{text.lookup.title}</h1>
        <p className="lead">{text.lookup.lead}</p>
        <form method="get" action="/receipt">
          <label className="label" htmlFor="code">
            {text.lookup.label}
          </label>
          <input
            id="code"
            name="code"
            className="code"
            autoComplete="off"
            autoCapitalize="characters"
            spellCheck={false}
            required
            maxLength={LONGEST_SHOWN}
            aria-describedby={isError ? "answer hint" : "hint"}
            aria-invalid={isError || undefined}
            defaultValue={typed}
          />
          <p id="hint" className="hint">
            {text.lookup.hint}
          </p>
          {answer === null ? null : (
            <div id="answer" className={isError ? "trouble" : "answer"} role={isError ? "alert" : "status"}>
              {answer.words.map((words) => (
                <p key={words}>{words}</p>
              ))}
            </div>
          )}
          <button className="button" type="submit">
            {text.lookup.button}
          </button>
        </form>
      </div>
    </Document>
  );
}
