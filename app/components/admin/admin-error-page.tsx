import { isRouteErrorResponse, useRouteError } from "@remix-run/react";
import { LinkButton } from "#app/components/ui/button.tsx";
import { Brand } from "./brand.tsx";

interface ErrorWords {
  title: string;
  /** What happened, and that nothing was lost. */
  what: string;
  next: string;
}

const FAULT: ErrorWords = {
  title: "Something went wrong on our side",
  what: "This page failed. What you saved before is safe, and no money moved.",
  next: "Try again. If it happens again, tell us the number below.",
};

const REFUSED: ErrorWords = {
  title: "We could not read that",
  what: "The page sent something we do not understand. Nothing was changed.",
  next: "Go back, load the page again, and try once more.",
};

const UNAVAILABLE: ErrorWords = {
  title: "We cannot do this right now",
  what: "A part of Asante is not answering. What you saved before is safe, and no money moved.",
  next: "Try again in a minute.",
};

const WORDS: Readonly<Record<number, ErrorWords>> = {
  401: {
    title: "Please sign in again",
    what: "Your session has ended. What you saved before is safe.",
    next: "Sign in to go on.",
  },
  403: {
    title: "You do not have access to this",
    what: "Your role in this organisation does not include it. Nothing was changed.",
    next: "If you need it for your work, ask an owner or an admin.",
  },
  404: {
    title: "There is nothing here",
    what: "The address may be mistyped or old, or belong to another organisation. Nothing was lost.",
    next: "Look for it with the search, or start again from the overview.",
  },
  409: {
    title: "Somebody was quicker",
    what: "This changed while you were looking at it. Your change was not made, and nothing was lost.",
    next: "Load the page again to see how it stands now.",
  },
  413: {
    title: "That file is too large",
    what: "It was not uploaded, and nothing was changed.",
    next: "Go back and choose a smaller one.",
  },
  429: {
    title: "Too many tries",
    what: "We stop for a moment to keep accounts safe. Nothing was changed.",
    next: "Wait a minute, then try again.",
  },
  502: UNAVAILABLE,
  503: UNAVAILABLE,
  504: UNAVAILABLE,
};

/** What a person is told for a status: what happened, that nothing was lost, and what to do. */
export function adminErrorWords(status: number): ErrorWords {
  return WORDS[status] ?? (status < 500 ? REFUSED : FAULT);
}

/** What an error boundary knows of its trouble: a refusal has a status and words, anything else is a fault of ours. */
export function useTrouble(): { status: number; detail?: string } {
  const error = useRouteError();
  if (!isRouteErrorResponse(error)) return { status: 500 };
  const { detail } = (error.data ?? {}) as { detail?: unknown };
  return { status: error.status, ...(typeof detail === "string" && error.status < 500 ? { detail } : {}) };
}

interface AdminErrorProps {
  status: number;
  /** What just happened, when the server said it in words for the person. */
  detail?: string | undefined;
  /** What support can look up. */
  requestId?: string | undefined;
  /** Where to go on from. */
  homeTo?: string | undefined;
  homeLabel?: string | undefined;
}

/** Trouble inside the shell. */
export function AdminError({
  status,
  detail,
  requestId,
  homeTo = "/admin",
  homeLabel = "Go to the overview",
}: AdminErrorProps) {
  const { title, what, next } = adminErrorWords(status);
  return (
    <div className="max-w-lg">
      <p className="font-semibold text-accent">Error {status}</p>
      <h1 className="mt-1 font-bold text-2xl leading-tight tracking-tight sm:text-3xl">{title}</h1>
      <p className="mt-3 text-pretty">{detail ?? what}</p>
      <p className="mt-1 text-pretty text-soft">{next}</p>
      <div className="mt-6 flex flex-wrap gap-3">
        <LinkButton to={homeTo} variant="primary" reloadDocument>
          {homeLabel}
        </LinkButton>
      </div>
      {requestId === undefined ? null : (
        <p className="mt-8 text-soft text-sm">
          Number for support: <code className="select-all break-all">{requestId}</code>
        </p>
      )}
    </div>
  );
}

/** Trouble where there is no shell to stand in. */
export function AdminErrorPage(props: AdminErrorProps) {
  return (
    <div className="flex min-h-dvh flex-col">
      <header className="p-4">
        <Brand to={props.homeTo ?? "/admin"} />
      </header>
      <main id="main" className="mx-auto flex w-full max-w-2xl flex-1 flex-col px-4 py-8 sm:pt-[12dvh]">
        <AdminError {...props} />
      </main>
    </div>
  );
}
