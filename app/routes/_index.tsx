import { data, type LoaderFunctionArgs } from "@remix-run/cloudflare";
import { useLoaderData } from "@remix-run/react";
import { Document } from "#app/components/document.tsx";
import { messagesFor, negotiateLanguage } from "#app/messages/index.ts";
import { forwardHeaders, pageHeaders } from "#app/page-security.ts";

export const headers = forwardHeaders;

export async function loader({ request }: LoaderFunctionArgs) {
  const language = negotiateLanguage(request.headers.get("accept-language"));
  return data({ language }, { headers: await pageHeaders({ listed: true }) });
}

/** What Asante is, on one screen. */
export default function Home() {
  const { language } = useLoaderData<typeof loader>();
  const { home } = messagesFor(language);
  return (
    <Document language={language} title={home.title}>
      <div className="card">
        <h1>{home.heading}</h1>
        <p className="lead">{home.lead}</p>
        <dl className="points">
          {home.points.map(([term, words]) => (
            <div key={term}>
              <dt>{term}</dt>
              <dd>{words}</dd>
            </div>
          ))}
        </dl>
        <a className="button" href="/receipt">
          {home.findReceipt}
        </a>
        <a className="quiet" href="/docs">
          {home.developers}
        </a>
      </div>
    </Document>
  );
}
