import type { ColumnDef } from "@tanstack/react-table";
import { expect, test } from "vitest";
import { BulkBar } from "#app/components/ui/bulk-bar.tsx";
import { SubmitButton } from "#app/components/ui/button.tsx";
import { DataTable } from "#app/components/ui/data-table.tsx";
import { FilterBar } from "#app/components/ui/filter-bar.tsx";
import { Pagination } from "#app/components/ui/pagination.tsx";
import { linksOf, renderAt, tagsOf } from "./rendered.tsx";

interface Guard {
  id: string;
  name: string;
  site: string;
}

const GUARDS = [
  { id: "guard-1", name: "Amina Bello", site: "Palms Mall" },
  { id: "guard-2", name: "Chidi Okafor", site: "Ikoyi Gate" },
];

const COLUMNS: ColumnDef<Guard, string>[] = [
  { accessorKey: "name", header: "Name", meta: { sortKey: "name" } },
  { accessorKey: "site", header: "Site" },
];

function GuardTable({ rows = GUARDS }: { rows?: Guard[] }) {
  return (
    <DataTable
      caption="Guards"
      columns={COLUMNS}
      rows={rows}
      rowId={({ id }) => id}
      selection={{ formId: "bulk", label: ({ name }) => name }}
      empty={<p>No guard yet.</p>}
    />
  );
}

test("the header of a column that sorts is a plain link, and says how the list is sorted", async () => {
  const markup = await renderAt("/admin/guards?q=a&sort=name&after=cursor", <GuardTable />);
  expect(linksOf(markup)).toEqual(["/admin/guards?q=a&sort=-name"]);
  expect(tagsOf(markup, "th").filter((tag) => tag.includes('aria-sort="ascending"'))).toHaveLength(1);
});

test("rows are sent by the server with their name as the row's header", async () => {
  const markup = await renderAt("/admin/guards", <GuardTable />);
  expect(markup).toMatch(/<th scope="row"[^>]*>Chidi Okafor<\/th>/);
  expect(markup).toMatch(/<td data-label="Site"[^>]*>Ikoyi Gate<\/td>/);
});

test("without scripts the ticked rows go with the buttons of their bar", async () => {
  const markup = await renderAt(
    "/admin/guards",
    <>
      <GuardTable />
      <BulkBar formId="bulk" noun={["guard", "guards"]}>
        <SubmitButton name="intent" value="suspend">
          Suspend
        </SubmitButton>
      </BulkBar>
    </>,
  );
  const boxes = tagsOf(markup, "input");
  expect(boxes).toHaveLength(GUARDS.length);
  expect(boxes[1]).toContain('form="bulk"');
  expect(boxes[1]).toContain('name="id"');
  expect(boxes[1]).toContain('value="guard-2"');
  expect(boxes[1]).toContain('aria-label="Select Chidi Okafor"');
  const [bar = ""] = tagsOf(markup, "form");
  expect(bar).toContain('method="post"');
  expect(bar).toContain('id="bulk"');
  expect(bar).not.toMatch(/class="[^"]*\bhidden\b/);
});

test("a list without rows says what to do in place of the table", async () => {
  expect(await renderAt("/admin/guards", <GuardTable rows={[]} />)).toBe("<p>No guard yet.</p>");
});

test("pages are links that keep the filters, and the end of the list leads nowhere", async () => {
  const address = "/admin/guards?status=active&after=here";
  expect(linksOf(await renderAt(address, <Pagination newer="back" older="on" />))).toEqual([
    "/admin/guards?status=active&before=back",
    "/admin/guards?status=active&after=on",
  ]);
  expect(linksOf(await renderAt(address, <Pagination newer="back" older={null} />))).toHaveLength(1);
  expect(await renderAt(address, <Pagination />)).toBe("");
});

test("without scripts the filters are a form with a button, which keeps the order and drops the cursor", async () => {
  const status = { name: "status", label: "Status", options: [{ value: "left", label: "Left" }] };
  const markup = await renderAt(
    "/admin/guards?q=bello&status=left&sort=-name&after=here",
    <FilterBar filters={[status]} />,
  );
  const [form = ""] = tagsOf(markup, "form");
  expect(form).toContain('method="get"');
  expect(form).toContain('action="/admin/guards"');
  expect(markup).toContain('<input type="hidden" name="sort" value="-name"/>');
  expect(markup).not.toContain("here");
  expect(markup).toMatch(/<input type="search" name="q"[^>]* value="bello"/);
  expect(markup).toContain('<option value="left" selected="">');
  expect(tagsOf(markup, "button").filter((tag) => tag.includes('type="submit"'))).toHaveLength(1);
  expect(linksOf(markup)).toEqual(["/admin/guards?sort=-name"]);
});
