import { expect, test } from "vitest";
import { AdminErrorPage, adminErrorWords } from "#app/components/admin/admin-error-page.tsx";
import { REFUSALS } from "#app/core/errors.ts";
import { linksOf, renderAt } from "../ui/rendered.tsx";

test("whatever the status, a person learns that nothing was lost and what to do", async () => {
  const statuses = [...new Set(Object.values(REFUSALS).map(({ status }) => status)), 500, 502, 504];
  for (const status of statuses) {
    const { title, what, next } = adminErrorWords(status);
    expect(title, `${status}`).not.toBe("");
    expect(what, `${status}`).toMatch(/[Nn]othing was|is safe/);
    expect(next, `${status}`).not.toBe("");
  }
});

test("a refusal and a fault are told apart", async () => {
  expect(adminErrorWords(403).title).not.toBe(adminErrorWords(404).title);
  expect(adminErrorWords(418).title).not.toBe(adminErrorWords(500).title);
});

test("an error page has a way on and the number that support can look up", async () => {
  const markup = await renderAt("/admin/x", <AdminErrorPage status={500} requestId="req-1" />);
  expect(linksOf(markup)).toContain("/admin");
  expect(markup).toContain("req-1");
});
