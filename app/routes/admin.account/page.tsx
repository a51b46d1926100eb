import { Form, Link, useActionData, useLoaderData } from "@remix-run/react";
import { ArrowLeft, LogOut } from "lucide-react";
import { BackupCodes } from "#app/components/admin/backup-codes.tsx";
import { Brand } from "#app/components/admin/brand.tsx";
import { CsrfField } from "#app/components/admin/csrf-field.tsx";
import { PageHeader } from "#app/components/admin/page-header.tsx";
import { ThemeToggle } from "#app/components/admin/theme-toggle.tsx";
import { Alert } from "#app/components/ui/alert.tsx";
import { LinkButton, SubmitButton } from "#app/components/ui/button.tsx";
import { Card } from "#app/components/ui/card.tsx";
import { Flash, Toaster } from "#app/components/ui/toaster.tsx";
import type { AccountAnswer } from "./changes.ts";
import { Devices } from "./devices.tsx";
import { Factors } from "./factors.tsx";
import { EmailForm, PasswordForm, Profile } from "./profile.tsx";
import type { loader } from "./route.tsx";

/** A person's own account, whichever organisations they work for. */
export function AccountPage() {
  const { mayChange, flash } = useLoaderData<typeof loader>();
  const answer = (useActionData() as AccountAnswer | undefined) ?? {};
  return (
    <Frame>
      <Flash flash={flash} />
      <PageHeader title="Your account" description="How you sign in, and where you are signed in now." />
      <div className="grid gap-6">
        {mayChange ? null : <ConfirmFirst />}
        {answer.backupCodes ? (
          <Card title="Your new backup codes" description="The old ones no longer work.">
            <BackupCodes codes={answer.backupCodes} />
          </Card>
        ) : null}
        <Profile />
        {mayChange ? (
          <div className="grid gap-6 lg:grid-cols-2">
            <EmailForm answer={answer} />
            <PasswordForm answer={answer} />
          </div>
        ) : null}
        <Factors answer={answer} />
        <Devices />
      </div>
    </Frame>
  );
}

function ConfirmFirst() {
  return (
    <Alert
      title="Confirm it is you to change how you sign in"
      action={
        <LinkButton to="/admin/second-factor?next=/admin/account" variant="primary" size="sm">
          Confirm it is you
        </LinkButton>
      }
    >
      Your last check is more than five minutes ago.
    </Alert>
  );
}

function Frame({ children }: { children: React.ReactNode }) {
  return (
    <>
      <header className="no-print flex items-center gap-2 border-line border-b bg-card px-3 py-2 sm:px-6">
        <Brand to="/admin" />
        <div className="flex-1" />
        <ThemeToggle />
        <Form method="post" action="/admin/sign-out">
          <CsrfField />
          <SubmitButton variant="quiet" icon={<LogOut aria-hidden="true" />}>
            Sign out
          </SubmitButton>
        </Form>
      </header>
      <main id="main" className="mx-auto w-full max-w-4xl px-4 py-5 sm:px-6 sm:py-8">
        <p className="no-print mb-4">
          <Link to="/admin" className="inline-flex min-h-11 items-center gap-2">
            <ArrowLeft aria-hidden="true" className="size-4" />
            Back to work
          </Link>
        </p>
        {children}
      </main>
      <Toaster />
    </>
  );
}
