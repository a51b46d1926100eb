import QRCode from "qrcode";
import { DEMO_PASSWORD, DEMO_TOTP_SECRET, demoEmail } from "#db/seed/index.ts";
import { guardPath } from "./demo.ts";
import type { Stack } from "./stack.ts";

/** What a person wants to know when everything has started. */
export async function summary(stack: Stack): Promise<string> {
  const page = `${stack.url}${stack.demo?.guardPath ?? ""}`;
  return `
${await QRCode.toString(page, { type: "terminal", small: true })}
  Scan it, or tip one of these:
${guardPages(stack)}

  Asante             ${stack.url}
  Staff              ${stack.staffUrl}/admin
                     sign in as ${demoEmail("owner", "lagos")} (or admin@, operations@, finance@, auditor@; or
                     @nairobi.example, @accra.example; or ${demoEmail("platform", null)})
                     password "${DEMO_PASSWORD}", authenticator key ${DEMO_TOTP_SECRET}
  API                ${stack.url}/docs
  Paystack stand-in  ${stack.paystack.url}
  E-mail and SMS     ${stack.email.url}
  PostgreSQL         ${stack.database.url}
  Neon bridge        ${stack.bridge.url}
  Worker's log       .data/worker.log

  Ctrl-C stops everything and keeps the data; \`npm run reset\` forgets it.
`;
}

/** The page of the first guard of each organisation. */
function guardPages({ url, demo }: Stack): string {
  const lines = (demo?.organisations ?? []).flatMap(({ name, currency, guards }) =>
    guards
      .slice(0, 1)
      .map((guard) => [`  ${guard.displayName}, ${name} (${currency})`, `${url}${guardPath(guard.token)}`]),
  );
  const width = Math.max(0, ...lines.map(([who]) => who?.length ?? 0));
  return lines.map(([who = "", page]) => `${who.padEnd(width)}  ${page}`).join("\n");
}
