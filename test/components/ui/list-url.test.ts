import { expect, test } from "vitest";
import { clearHref, pageHref, sortHref, sortOf } from "#app/components/ui/list-url.ts";

test("sorting keeps the filters and starts from the first page", () => {
  expect(sortHref("?q=okafor&status=active&after=cursor", "name")).toBe("?q=okafor&status=active&sort=name");
});

test("sorting by the same column again turns the order round, and once more back", () => {
  expect(sortHref("?sort=name", "name")).toBe("?sort=-name");
  expect(sortHref("?sort=-name", "name")).toBe("?sort=name");
  expect(sortHref("?sort=-name", "site")).toBe("?sort=site");
});

test("the order is read from the address, and an address without one has none", () => {
  expect(sortOf("?sort=-tips")).toEqual({ key: "tips", direction: "descending" });
  expect(sortOf("?sort=tips")).toEqual({ key: "tips", direction: "ascending" });
  expect(sortOf("?sort=")).toBeNull();
  expect(sortOf("?q=a")).toBeNull();
});

test("a page keeps filters and order, and replaces the cursor of the page before", () => {
  expect(pageHref("?q=a&sort=-name&after=one", { before: "two" })).toBe("?q=a&sort=-name&before=two");
  expect(pageHref("?before=one", { after: "a+b&c" })).toBe("?after=a%2Bb%26c");
});

test("clearing takes only the filters away, and the cursor that belonged to them", () => {
  expect(clearHref("?q=a&status=left&sort=name&after=c", ["q", "status"])).toBe("?sort=name");
});
