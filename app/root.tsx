import { isRouteErrorResponse, Outlet, useRouteError } from "@remix-run/react";
import { useContext } from "react";
import { NoticePage } from "#app/components/notice-page.tsx";
import { messagesFor } from "#app/messages/index.ts";
import { RequestFacts } from "./request-facts.ts";

/** Every page writes its own document (components/document.tsx): what needs no hydration carries none of its machinery. */
export default function Root() {
  return <Outlet />;
}

const WORDS_OF_STATUS = {
  400: "unreadable",
  404: "notFound",
  405: "method",
  413: "unreadable",
  415: "unreadable",
  429: "limited",
  503: "unavailable",
} as const;

/** A refusal that no page of its own shows, or a fault: the person learns what became of the money, and nothing of our insides. */
export function ErrorBoundary() {
  const error = useRouteError();
  const { language, requestId } = useContext(RequestFacts);
  const { trouble, findReceipt } = messagesFor(language);
  const actions = [{ href: "/receipt", label: findReceipt }];
  const status = isRouteErrorResponse(error) ? error.status : 500;
  const words = isKnown(status)
    ? trouble[WORDS_OF_STATUS[status]]
    : { ...trouble.fault, next: trouble.fault.next(requestId) };
  return <NoticePage view={{ language, tone: "trouble", ...words, actions }} />;
}

function isKnown(status: number): status is keyof typeof WORDS_OF_STATUS {
  return status in WORDS_OF_STATUS;
}
