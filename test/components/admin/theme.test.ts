import { expect, test } from "vitest";
import { THEME_BOOT } from "#app/components/admin/theme.ts";
import admin from "#app/styles/admin.css?raw";
import paper from "#app/styles/paper.css?raw";

/** Runs the script of the head with this storage, and gives the classes it put on the document. */
function boot(stored: () => string | null): string[] {
  const classes: string[] = [];
  const document = { documentElement: { classList: { add: (name: string) => classes.push(name) } } };
  new Function("document", "localStorage", THEME_BOOT)(document, { getItem: stored });
  return classes;
}

test("a chosen theme is on the document before the first paint", () => {
  expect(boot(() => "dark")).toEqual(["dark"]);
  expect(boot(() => "light")).toEqual(["light"]);
});

test("without a choice, with a strange one, or without storage, the device decides", () => {
  expect(boot(() => null)).toEqual([]);
  expect(boot(() => "dark evil")).toEqual([]);
  expect(
    boot(() => {
      throw new Error("storage is switched off");
    }),
  ).toEqual([]);
});

test("staff pages wear the patron's colours, light and dark", () => {
  const [light = "", dark = ""] = paper.match(/:root \{[^}]*\}/g) ?? [];
  const night = coloursOf(dark);
  const shared = Object.entries(coloursOf(light)).map(([name, day]) => [name, `light-dark(${day}, ${night[name]})`]);
  expect(shared).toHaveLength(11);
  expect(coloursOf(admin)).toMatchObject(Object.fromEntries(shared));
});

function coloursOf(css: string): Record<string, string> {
  return Object.fromEntries(
    [...css.matchAll(/^ *--([\w-]+): ((?:#|light-dark).*);$/gm)].map(([, name = "", value = ""]) => [name, value]),
  );
}
