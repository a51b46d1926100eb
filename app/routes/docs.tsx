import { data, type LoaderFunctionArgs } from "@remix-run/cloudflare";
import { useLoaderData } from "@remix-run/react";
import styleUrl from "swagger-ui-dist/swagger-ui.css?url";
import bundleUrl from "swagger-ui-dist/swagger-ui-bundle.js?url";
import { DOCS_SCRIPT, DOCS_STYLE } from "#app/components/inlined.ts";
import { messagesFor, negotiateLanguage } from "#app/messages/index.ts";
import { forwardHeaders, pageHeaders } from "#app/page-security.ts";

export const headers = forwardHeaders;

const DOCUMENT_URL = "/api/openapi.json";

export async function loader({ request }: LoaderFunctionArgs) {
  const language = negotiateLanguage(request.headers.get("accept-language"));
  const headers = await pageHeaders({
    style: DOCS_STYLE,
    script: DOCS_SCRIPT,
    ownFiles: ["script", "style"],
    asks: true,
    listed: true,
  });
  return data({ language }, { headers });
}

/** The API's own documentation, drawn from the document that it serves; every file is ours, so it works offline. */
export default function Docs() {
  const { language } = useLoaderData<typeof loader>();
  const { docs } = messagesFor(language);
  return (
    <html lang={language}>
      <head>
        <meta charSet="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>{docs.title}</title>
        <link rel="icon" href="/favicon.svg" type="image/svg+xml" />
        <link rel="stylesheet" href={styleUrl} />
        <style dangerouslySetInnerHTML={{ __html: DOCS_STYLE }} />
      </head>
      <body>
        <main id="docs" data-document={DOCUMENT_URL} />
        <noscript>
          <p>
            {docs.withoutScript} <a href={DOCUMENT_URL}>{docs.document}</a>
          </p>
        </noscript>
        <script src={bundleUrl} />
        <script dangerouslySetInnerHTML={{ __html: DOCS_SCRIPT }} />
      </body>
    </html>
  );
}
