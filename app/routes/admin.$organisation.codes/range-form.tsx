import { Form, useLocation } from "@remix-run/react";
import { Button } from "#app/components/ui/button.tsx";
import { Field } from "#app/components/ui/field.tsx";
import { Input } from "#app/components/ui/input.tsx";

/** The days that are shown; what else the address says is kept, but for the place in the list. */
export function RangeForm({ from, to }: { from: string; to: string }) {
  const { search } = useLocation();
  const kept = [...new URLSearchParams(search)].filter(([name]) => !DROPPED.has(name));
  return (
    <Form method="get" className="grid grid-cols-2 items-end gap-3 sm:flex sm:flex-wrap">
      {kept.map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      <Field label="From" id="range-from" name="from">
        {(control) => <Input key={from} {...control} type="date" defaultValue={from} />}
      </Field>
      <Field label="To" id="range-to" name="to">
        {(control) => <Input key={to} {...control} type="date" defaultValue={to} />}
      </Field>
      <Button type="submit" variant="secondary" className="max-sm:col-span-2 max-sm:justify-self-start">
        Show these days
      </Button>
    </Form>
  );
}

const DROPPED = new Set(["from", "to", "after", "before"]);
