import { Form, useFetcher, useNavigation, useSubmit } from "@remix-run/react";
import { Fingerprint } from "lucide-react";
import { type FormEvent, type ReactNode, useEffect, useRef, useState } from "react";
import { Button } from "#app/components/ui/button.tsx";
import { FieldError } from "#app/components/ui/field.tsx";
import { type CeremonyOptions, ceremonyProblem, runCeremony } from "./passkey-ceremony.ts";

interface PasskeyFormProps {
  /** `get` signs in, `create` makes a new key. */
  ceremony: "get" | "create";
  label: string;
  variant?: "primary" | "secondary";
  /** The CSRF token, and whatever else the page's action wants. */
  fields: Readonly<Record<string, string>>;
  /** What else it asks, such as a name. */
  children?: ReactNode;
}

interface Begun {
  options?: CeremonyOptions;
  problem?: string;
}

/**
 * A passkey ceremony in two posts to the page's own action: `passkey-options` gives the challenge, `passkey` takes the
 * authenticator's answer in the field `response`. Without scripts the second is sent without an answer, and the action
 * says what to do instead.
 */
export function PasskeyForm({ ceremony, label, variant = "primary", fields, children }: PasskeyFormProps) {
  const { form, begin, isBusy, problem } = useCeremony(ceremony, fields["csrf"] ?? "");
  return (
    <Form ref={form} method="post" className="grid gap-4" onSubmit={begin}>
      <input type="hidden" name="intent" value="passkey" />
      {Object.entries(fields).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      {children}
      <Button
        type="submit"
        variant={variant}
        className="w-full"
        pending={isBusy}
        icon={<Fingerprint aria-hidden="true" />}
      >
        {label}
      </Button>
      <div role="status" className="empty:hidden">
        {problem === "" ? null : <FieldError id="passkey-error" errors={[problem]} />}
      </div>
    </Form>
  );
}

function useCeremony(kind: "get" | "create", csrf: string) {
  const form = useRef<HTMLFormElement>(null);
  const begun = useFetcher<Begun>();
  const handled = useRef<Begun>();
  const submit = useSubmit();
  const isLeaving = useNavigation().formData?.get("intent") === "passkey";
  const [isAsking, setAsking] = useState(false);
  const [problem, setProblem] = useState("");
  const { data, state } = begun;
  useEffect(() => {
    if (state !== "idle" || !data || data === handled.current) return;
    handled.current = data;
    const answered = data.options
      ? runCeremony(kind, data.options).then(
          (response) => {
            if (!form.current) return;
            const fields = new FormData(form.current);
            fields.set("response", response);
            submit(fields, { method: "post" });
          },
          (error: unknown) => setProblem(ceremonyProblem(error)),
        )
      : Promise.resolve(setProblem(data.problem ?? ""));
    void answered.finally(() => setAsking(false));
  }, [data, state, kind, submit]);
  const begin = (event: FormEvent) => {
    event.preventDefault();
    if (isAsking || isLeaving) return;
    setProblem("");
    setAsking(true);
    begun.submit({ intent: "passkey-options", csrf }, { method: "post" });
  };
  return { form, begin, isBusy: isAsking || isLeaving, problem };
}
