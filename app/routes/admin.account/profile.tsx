import { Form, useLoaderData } from "@remix-run/react";
import { CsrfField } from "#app/components/admin/csrf-field.tsx";
import { SubmitButton } from "#app/components/ui/button.tsx";
import { Card } from "#app/components/ui/card.tsx";
import { DefinitionList } from "#app/components/ui/definition-list.tsx";
import { Field } from "#app/components/ui/field.tsx";
import { Input } from "#app/components/ui/input.tsx";
import { PasswordInput } from "#app/components/ui/password-input.tsx";
import type { AccountAnswer } from "./changes.ts";
import type { loader } from "./route.tsx";

export function Profile() {
  const { person, memberships } = useLoaderData<typeof loader>();
  const work = memberships.map(({ organisationName, role }) => `${organisationName} (${role})`);
  if (person.isPlatformAdministrator) work.push("Asante (platform administrator)");
  return (
    <Card title="You">
      <DefinitionList
        items={[
          { term: "Name", value: person.name },
          { term: "E-mail address", value: <span className="wrap-anywhere">{person.email}</span> },
          { term: "You work for", value: work.join(", ") },
        ]}
      />
    </Card>
  );
}

export function EmailForm({ answer }: { answer: AccountAnswer }) {
  const errors = answer.form === "email" ? answer.errors?.["email"] : undefined;
  return (
    <Card title="Change your e-mail address" description="We send a link to the new one, and tell the old one.">
      <Form method="post" className="grid gap-4">
        <CsrfField />
        <Field label="New e-mail address" id="new-email" name="email" errors={errors}>
          {(control) => <Input {...control} type="email" autoComplete="email" required />}
        </Field>
        <div>
          <SubmitButton name="intent" value="email" variant="secondary">
            Send the link
          </SubmitButton>
        </div>
      </Form>
    </Card>
  );
}

export function PasswordForm({ answer }: { answer: AccountAnswer }) {
  const errors = answer.form === "password" ? answer.errors : undefined;
  return (
    <Card title="Change your password" description="Your other devices will be signed out.">
      <Form method="post" className="grid gap-4">
        <CsrfField />
        <Field
          label="Present password"
          id="current-password"
          name="currentPassword"
          errors={errors?.["currentPassword"]}
        >
          {(control) => <PasswordInput {...control} autoComplete="current-password" required />}
        </Field>
        <Field
          label="New password"
          id="new-password"
          name="newPassword"
          hint="At least 12 characters."
          errors={errors?.["newPassword"]}
        >
          {(control) => <PasswordInput {...control} autoComplete="new-password" required />}
        </Field>
        <div>
          <SubmitButton name="intent" value="password" variant="secondary">
            Change the password
          </SubmitButton>
        </div>
      </Form>
    </Card>
  );
}
