import { PICKED_AT_MOST, type PrintSelection } from "#app/domain/qr/input.ts";

/** Whose codes an address or a form asks for. What makes no sense counts as not said. */
export function readSelection(from: { get(name: string): unknown }): PrintSelection {
  const [siteId = null] = idsIn(from.get("site"));
  return { guardIds: readPicked(from.get("guard")), siteId, search: textIn(from.get("q")) };
}

/** Guards that were picked one by one, between commas. */
export function readPicked(value: unknown): string[] {
  return idsIn(value).slice(0, PICKED_AT_MOST);
}

/** The words of an address that asks for picked guards. */
export function pickedAddress(guardIds: readonly string[]): string {
  return `?${new URLSearchParams({ guard: guardIds.join(",") })}`;
}

function idsIn(value: unknown): string[] {
  const ids = typeof value === "string" ? value.split(",") : [];
  return ids.filter((id) => /^[a-z0-9-]{1,64}$/.test(id));
}

function textIn(value: unknown): string {
  return typeof value === "string" ? value.slice(0, 200) : "";
}
