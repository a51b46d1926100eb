import { expect, test } from "vitest";
import { ConfirmDialog } from "#app/components/ui/confirm-dialog.tsx";
import { Menu } from "#app/components/ui/menu.tsx";
import { Flash } from "#app/components/ui/toaster.tsx";
import { linksOf, renderAt, tagsOf } from "./rendered.tsx";

test("before scripts a confirmation opens in the page, with what will happen and the form that does it", async () => {
  const markup = await renderAt(
    "/admin/guards/guard-1",
    <ConfirmDialog
      trigger={{ label: "Suspend", variant: "danger" }}
      title="Suspend Chidi Okafor?"
      description="His page takes no tips from now on."
      confirmLabel="Yes, suspend"
      fields={{ csrf: "token", intent: "suspend" }}
    />,
  );
  expect(markup).toMatch(/^<details[^>]*><summary[^>]*>Suspend<\/summary>/);
  expect(markup).toContain("His page takes no tips from now on.");
  expect(tagsOf(markup, "form")[0]).toContain('method="post"');
  expect(markup).toContain('<input type="hidden" name="csrf" value="token"/>');
  expect(markup).toContain('<input type="hidden" name="intent" value="suspend"/>');
  expect(markup).toMatch(/<button type="submit"[^>]*>Yes, suspend<\/button>/);
});

test("before scripts a menu holds its links and its forms, and leaves out what only scripts can do", async () => {
  const markup = await renderAt(
    "/admin",
    <Menu
      label="More"
      groups={[
        [
          { label: "Edit", to: "/admin/guards/guard-1/edit" },
          { label: "New code", action: "/admin/codes", fields: { intent: "regenerate" } },
          { label: "Copy", onSelect: () => undefined },
        ],
      ]}
    />,
  );
  expect(linksOf(markup)).toEqual(["/admin/guards/guard-1/edit"]);
  expect(tagsOf(markup, "form")[0]).toContain('action="/admin/codes"');
  expect(markup).toContain('<input type="hidden" name="intent" value="regenerate"/>');
  expect(markup).not.toContain("Copy");
});

test("before scripts what the last action did stands in the page, with the form that takes it back", async () => {
  const undo = { action: "/admin/guards/guard-1", fields: { intent: "reinstate" } };
  const markup = await renderAt(
    "/admin",
    <Flash flash={{ id: "flash-1", message: "Chidi Okafor is suspended.", undo }} />,
  );
  expect(tagsOf(markup, "div").some((tag) => tag.includes('role="status"'))).toBe(true);
  expect(markup).toContain("Chidi Okafor is suspended.");
  expect(tagsOf(markup, "form")[0]).toContain('action="/admin/guards/guard-1"');
  expect(markup).toContain('value="reinstate"');
});
