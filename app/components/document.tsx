import type { ReactNode } from "react";
import { type Language, messagesFor } from "#app/messages/index.ts";
import { PATRON_STYLE } from "./inlined.ts";

interface DocumentProps {
  language: Language;
  title: string;
  /** Inline, allowed by its hash. The page must work without it. */
  script?: string | undefined;
  /** Without scripts, the browser asks again after this many seconds. */
  refreshSeconds?: number | undefined;
  children: ReactNode;
}

/** A whole patron page: its style inside, no bundle, no hydration. */
export function Document({ language, title, script, refreshSeconds, children }: DocumentProps) {
  const text = messagesFor(language);
  return (
    <html lang={language}>
      <head>
        <meta charSet="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>{title}</title>
        <meta name="color-scheme" content="light dark" />
        <link rel="icon" href="/favicon.svg" type="image/svg+xml" />
        {refreshSeconds === undefined ? null : (
          <noscript>
            <meta httpEquiv="refresh" content={String(refreshSeconds)} />
          </noscript>
        )}
        <style dangerouslySetInnerHTML={{ __html: PATRON_STYLE }} />
      </head>
      <body>
        <main>{children}</main>
        <footer>
          <a href="/">
            <b>{text.brand}</b> {text.brandLine}
          </a>
          <a href="/receipt">{text.findReceipt}</a>
        </footer>
        {script === undefined ? null : <script dangerouslySetInnerHTML={{ __html: script }} />}
      </body>
    </html>
  );
}
