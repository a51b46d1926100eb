import { Links, Meta, Scripts, ScrollRestoration, useMatches } from "@remix-run/react";
import { type ReactNode, useEffect } from "react";
import { chosenTheme, showTheme, THEME_BOOT } from "./theme.ts";
import { titleOf } from "./title.ts";

interface AdminDocumentProps {
  language?: string | undefined;
  /** Of this answer; browsers keep it from scripts, so the hydrated page has none. */
  nonce?: string | undefined;
  children: ReactNode;
}

/** A whole staff page: hydrated, its style linked by the layout route. */
export function AdminDocument({ language = "en", nonce, children }: AdminDocumentProps) {
  // The class that the boot script set goes when another document takes this one's place, as after a fault.
  useEffect(() => showTheme(chosenTheme()), []);
  return (
    <html lang={language} suppressHydrationWarning>
      <head>
        <meta charSet="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="robots" content="noindex" />
        <link rel="icon" href="/favicon.svg" type="image/svg+xml" />
        <Meta />
        <PageTitle />
        <script nonce={nonce} suppressHydrationWarning dangerouslySetInnerHTML={{ __html: THEME_BOOT }} />
        <Links />
      </head>
      <body>
        {children}
        <ScrollRestoration nonce={nonce} />
        <Scripts nonce={nonce} />
      </body>
    </html>
  );
}

/** Of the pages that have breadcrumbs; the others say theirs with `meta`. */
function PageTitle() {
  const title = titleOf(useMatches());
  return title === null ? null : <title>{title}</title>;
}
