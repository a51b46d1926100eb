import { useForm } from "@conform-to/react";
import { parseWithZod } from "@conform-to/zod/v4";
import { expect, test } from "vitest";
import { z } from "zod";
import { Field } from "#app/components/ui/field.tsx";
import { FormErrors } from "#app/components/ui/form-errors.tsx";
import { Input } from "#app/components/ui/input.tsx";
import { linksOf, renderAt, tagsOf } from "./rendered.tsx";

const schema = z.object({
  name: z.string({ error: "Give a name." }),
  note: z.string().optional(),
});

function GuardForm({ posted }: { posted?: FormData }) {
  const [form, { name, note }] = useForm<z.infer<typeof schema>>({
    id: "guard",
    lastResult: posted ? parseWithZod(posted, { schema }).reply() : null,
    constraint: { name: { required: true, maxLength: 40 } },
    defaultValue: { name: "Chidi" },
  });
  return (
    <form>
      <FormErrors form={form} labels={{ name: "Full name" }} />
      <Field label="Full name" hint="As employed." field={name}>
        {(control) => <Input {...control} />}
      </Field>
      <Field label="Note" optional field={note}>
        {(control) => <Input {...control} />}
      </Field>
    </form>
  );
}

test("a field ties its label and its hint to the control, and says nothing of errors while there are none", async () => {
  const markup = await renderAt("/", <GuardForm />);
  const [name = "", note = ""] = tagsOf(markup, "input");
  expect(markup).toContain('<label for="guard-name"');
  expect(markup).toContain('<p id="guard-name-description"');
  expect(name).toContain('aria-describedby="guard-name-description"');
  expect(name).not.toContain("aria-invalid");
  expect(note).not.toContain("aria-describedby");
  expect(markup).not.toContain('role="alert"');
});

test("a field takes its value and its constraints from the form", async () => {
  const [name = "", note = ""] = tagsOf(await renderAt("/", <GuardForm />), "input");
  for (const attribute of ['name="name"', 'required=""', 'maxLength="40"', 'value="Chidi"', 'form="guard"']) {
    expect(name).toContain(attribute);
  }
  expect(note).not.toContain("required");
});

test("a refused field is invalid, described by its hint and its error, and linked from the summary by its label", async () => {
  const posted = new FormData();
  const markup = await renderAt("/", <GuardForm posted={posted} />);
  const [name = ""] = tagsOf(markup, "input");
  expect(name).toContain('aria-invalid="true"');
  expect(name).toContain('aria-describedby="guard-name-description guard-name-error"');
  expect(markup).toMatch(/<p id="guard-name-error"[^>]*>.*Give a name\./);
  expect(tagsOf(markup, "div").find((tag) => tag.includes('role="alert"'))).toContain('tabindex="-1"');
  expect(linksOf(markup)).toEqual(["#guard-name"]);
  expect(markup).toContain("Full name: Give a name.");
});

test("a field without a form library is wired the same way", async () => {
  const markup = await renderAt(
    "/",
    <Field label="Code" id="code" name="code" hint="Six digits." errors={["That code is used up."]}>
      {(control) => <Input {...control} />}
    </Field>,
  );
  const [code = ""] = tagsOf(markup, "input");
  expect(markup).toContain('<label for="code"');
  expect(code).toContain('aria-describedby="code-description code-error"');
  expect(code).toContain('aria-invalid="true"');
});
