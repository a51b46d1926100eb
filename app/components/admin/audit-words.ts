/** What changed of one thing, a line each. */
export interface AuditChange {
  label: string;
  before: string | null;
  after: string | null;
}

type Facts = Readonly<Record<string, unknown>> | null;

/** `payout_account.approved` as people say it: “Payout account approved”. */
export function actionWords(action: string): string {
  return capital(action.replaceAll(/[._-]/g, " ")).replace(/^Qr /, "QR ");
}

/** Who did it: a person by name; Asante's own people, machines and patrons by what they are. */
export function actorWords(actor: string, name: string | null): string {
  if (name !== null) return name;
  if (actor.startsWith("staff:")) return "Asante staff or a former member";
  if (actor.startsWith("system:")) return `Asante (${actor.slice("system:".length)})`;
  return capital(actor);
}

/** The lines that differ; a thing that was made or removed has one side only. */
export function changesOf(before: Facts, after: Facts): AuditChange[] {
  const keys = [...new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])];
  return keys
    .map((key) => ({ label: keyWords(key), before: valueWords(before, key), after: valueWords(after, key) }))
    .filter((change) => change.before !== change.after);
}

function valueWords(facts: Facts, key: string): string | null {
  if (facts === null || !Object.hasOwn(facts, key)) return null;
  return wordsOf(facts[key]);
}

function wordsOf(value: unknown): string {
  if (value === null || value === undefined || value === "") return "none";
  if (typeof value === "boolean") return value ? "yes" : "no";
  if (Array.isArray(value)) return value.map(wordsOf).join(", ") || "none";
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

function keyWords(key: string): string {
  return capital(
    key
      .replaceAll(/([a-z])([A-Z])/g, "$1 $2")
      .replaceAll(/[._-]/g, " ")
      .toLowerCase(),
  );
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
