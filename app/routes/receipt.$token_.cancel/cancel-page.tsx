import { NoticePage } from "#app/components/notice-page.tsx";
import { type Language, messagesFor } from "#app/messages/index.ts";

interface CancelPageProps {
  language: Language;
  token: string;
  sum: string;
  place: string;
}

/** What will happen, and a button that says it. */
export function CancelPage({ language, token, sum, place }: CancelPageProps) {
  const { cancel: text } = messagesFor(language).receipt;
  const lead = text.lead(sum, place);
  return (
    <NoticePage view={{ language, tone: "calm", title: text.title, lead, next: text.next }}>
      <form method="post" action={`/receipt/${token}/cancel`} className="actions">
        <button className="button" type="submit">
          {text.button(sum)}
        </button>
        <a className="quiet" href={`/receipt/${token}`}>
          {text.keep}
        </a>
      </form>
    </NoticePage>
  );
}
