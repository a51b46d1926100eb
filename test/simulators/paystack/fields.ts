/** A parsed request body: JSON or form, whatever its Content-Type claimed. */
export type Fields = Readonly<Record<string, unknown>>;

/** Reads JSON, or form fields with one level of brackets (`channels[0]=card`). Null: neither. */
export function parseFields(raw: string): Fields | null {
  const text = raw.trim();
  if (text === "") return {};
  if (text.startsWith("{")) return parseObject(text);
  if (text.startsWith("[") || text.startsWith('"')) return null;
  const fields: Record<string, unknown> = {};
  for (const [key, value] of new URLSearchParams(text)) setFormField(fields, key, value);
  return fields;
}

function parseObject(text: string): Fields | null {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function setFormField(fields: Record<string, unknown>, key: string, value: string): void {
  const bracket = /^([^[\]]+)\[([^[\]]*)\]$/.exec(key);
  const name = bracket?.[1];
  const inner = bracket?.[2];
  if (name === undefined || inner === undefined) {
    fields[key] = value;
    return;
  }
  if (inner === "" || /^\d+$/.test(inner)) {
    const list = Array.isArray(fields[name]) ? fields[name] : [];
    fields[name] = [...list, value];
    return;
  }
  fields[name] = { ...(asRecord(fields[name]) ?? {}), [inner]: value };
}

export function asRecord(value: unknown): Record<string, unknown> | null {
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value))
    : null;
}

/** A non-empty string, or a number written as one; null otherwise. */
export function textField(fields: Fields, name: string): string | null {
  const value = fields[name];
  if (typeof value === "number") return String(value);
  return typeof value === "string" && value.trim() !== "" ? value.trim() : null;
}

/** Whole subunits, sent as a number or a numeric string; null when it is neither. */
export function amountField(fields: Fields, name = "amount"): number | null {
  const value = fields[name];
  const amount = typeof value === "string" && /^\s*\d+\s*$/.test(value) ? Number(value) : value;
  return typeof amount === "number" && Number.isSafeInteger(amount) ? amount : null;
}

export function listField(fields: Fields, name: string): unknown[] | null {
  const value = fields[name];
  return Array.isArray(value) ? value : null;
}
