import type { ReactNode } from "react";
import { Brand } from "./brand.tsx";
import { ThemeToggle } from "./theme-toggle.tsx";

interface SignInShellProps {
  title: string;
  description?: ReactNode;
  /** Other ways in, below the card. */
  footer?: ReactNode;
  children: ReactNode;
}

/** One card in the middle: signing in, an invitation, a new password. */
export function SignInShell({ title, description, footer, children }: SignInShellProps) {
  return (
    <div className="flex min-h-dvh flex-col">
      <header className="flex items-center justify-between p-4">
        <Brand />
        <ThemeToggle />
      </header>
      <main id="main" className="mx-auto w-full max-w-md flex-1 px-4 pb-12 sm:pt-[8dvh]">
        <div className="rounded-2xl border border-line bg-card p-5 sm:p-8">
          <h1 className="font-bold text-2xl leading-tight tracking-tight">{title}</h1>
          {description === undefined ? null : <div className="mt-2 text-pretty text-soft">{description}</div>}
          <div className="mt-6">{children}</div>
        </div>
        {footer === undefined ? null : <div className="mt-6 text-center text-soft">{footer}</div>}
      </main>
    </div>
  );
}
