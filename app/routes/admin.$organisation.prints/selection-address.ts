import type { PrintSelection } from "#app/domain/qr/input.ts";

/** Whose codes an address or a form asks for. What makes no sense counts as not said. */
export function readSelection(from: { get(name: string): unknown }): PrintSelection {
  return { guardId: idIn(from.get("guard")), siteId: idIn(from.get("site")), search: textIn(from.get("q")) };
}

function idIn(value: unknown): string | null {
  return typeof value === "string" && /^[a-z0-9-]{1,64}$/.test(value) ? value : null;
}

function textIn(value: unknown): string {
  return typeof value === "string" ? value.slice(0, 200) : "";
}
