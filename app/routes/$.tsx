import { data, type LoaderFunctionArgs } from "@remix-run/cloudflare";
import { useLoaderData } from "@remix-run/react";
import { NoticePage } from "#app/components/notice-page.tsx";
import { messagesFor, negotiateLanguage } from "#app/messages/index.ts";
import { forwardHeaders, pageHeaders } from "#app/page-security.ts";

export const headers = forwardHeaders;

export async function loader({ request }: LoaderFunctionArgs) {
  const language = negotiateLanguage(request.headers.get("accept-language"));
  return data({ language }, { status: 404, headers: await pageHeaders() });
}

/** An address that leads nowhere. */
export default function NothingHere() {
  const { language } = useLoaderData<typeof loader>();
  const { trouble, findReceipt } = messagesFor(language);
  const actions = [{ href: "/receipt", label: findReceipt }];
  return <NoticePage view={{ language, tone: "calm", ...trouble.notFound, actions }} />;
}
