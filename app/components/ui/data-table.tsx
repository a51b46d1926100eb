import { Link, useLocation } from "@remix-run/react";
import {
  type Column,
  type ColumnDef,
  flexRender,
  getCoreRowModel,
  type Header,
  type Row,
  type RowData,
  useReactTable,
} from "@tanstack/react-table";
import { ArrowDown, ArrowUp, ArrowUpDown } from "lucide-react";
import type { ReactNode } from "react";
import { classNames } from "./class-names.ts";
import { sortHref, sortOf } from "./list-url.ts";
import { SelectAllBox } from "./select-all-box.tsx";
import { Skeleton } from "./skeleton.tsx";
import { useLoading } from "./use-loading.ts";

declare module "@tanstack/react-table" {
  interface ColumnMeta<TData extends RowData, TValue> {
    /** Makes the header a link that sorts by this key. */
    sortKey?: string;
    align?: "end";
    /** Left out of the cards that phones show. */
    phone?: "hidden";
    /** Left out below this width. */
    from?: "lg" | "xl";
  }
}

interface Selection<TRow> {
  /** The form that the rows' checkboxes belong to, such as BulkBar's. */
  formId: string;
  name?: string | undefined;
  label: (row: TRow) => string;
  /** Rows that cannot be ticked have no box; left out, all can. */
  can?: ((row: TRow) => boolean) | undefined;
}

interface DataTableProps<TRow> {
  caption: string;
  // biome-ignore lint/suspicious/noExplicitAny: each column has a value of its own type, as TanStack's own types say it.
  columns: ColumnDef<TRow, any>[];
  rows: TRow[];
  rowId: (row: TRow) => string;
  selection?: Selection<TRow> | undefined;
  /** Shown in place of the table when there is no row. */
  empty?: ReactNode;
}

const coreRowModel = getCoreRowModel();

/** Rows and columns with a header that stays; on phones a card for each row, with the sorting above them. */
export function DataTable<TRow>({ caption, columns, rows, rowId, selection, empty }: DataTableProps<TRow>) {
  const table = useReactTable<TRow>({
    data: rows,
    columns,
    getRowId: rowId,
    getCoreRowModel: coreRowModel as ReturnType<typeof getCoreRowModel<TRow>>,
  });
  const isLoading = useLoading("list");
  if (rows.length === 0 && empty !== undefined && !isLoading) return empty;
  const headers = table.getFlatHeaders();
  const isSortable = headers.some(({ column }) => column.columnDef.meta?.sortKey !== undefined);
  return (
    <section
      aria-label={`${caption}: table`}
      aria-busy={isLoading || undefined}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by the keyboard.
      tabIndex={0}
      className="relative overflow-x-auto md:max-h-[calc(100dvh-11rem)] md:overflow-y-auto"
    >
      <table className="w-full border-separate border-spacing-0 max-md:block lg:text-[0.9375rem]">
        <caption className="sr-only">{caption}</caption>
        <thead className={isSortable ? "max-md:block" : "max-md:sr-only"}>
          <tr className="max-md:flex max-md:flex-wrap max-md:items-center max-md:gap-x-4 max-md:border-line max-md:border-b max-md:px-4">
            {selection === undefined ? null : (
              <th scope="col" className={classNames(HEAD, "md:w-px md:pr-0 md:pl-4")}>
                <SelectAllBox formId={selection.formId} name={selection.name ?? "id"} />
              </th>
            )}
            {headers.map((header) => (
              <HeaderCell key={header.id} header={header} />
            ))}
          </tr>
        </thead>
        <tbody className="max-md:block">
          {isLoading ? (
            <SkeletonRows
              count={rows.length}
              columns={table.getAllLeafColumns()}
              isSelectable={selection !== undefined}
            />
          ) : (
            table.getRowModel().rows.map((row) => <BodyRow key={row.id} row={row} selection={selection} />)
          )}
        </tbody>
      </table>
    </section>
  );
}

const HEAD =
  "text-left font-medium text-soft text-sm md:whitespace-nowrap md:sticky md:top-0 md:z-10 md:border-line md:border-b md:bg-card";
const FROM = { lg: "md:max-lg:hidden", xl: "md:max-xl:hidden" };

function HeaderCell<TRow>({ header }: { header: Header<TRow, unknown> }) {
  const { search } = useLocation();
  const { meta } = header.column.columnDef;
  const words = flexRender(header.column.columnDef.header, header.getContext());
  const classes = classNames(
    HEAD,
    "md:px-3 md:first:pl-6 md:last:pr-6",
    meta?.align === "end" && "md:text-right",
    meta?.from && FROM[meta.from],
  );
  if (meta?.sortKey === undefined) {
    return (
      <th scope="col" className={classNames(classes, "py-2.5 max-md:sr-only")}>
        {words}
      </th>
    );
  }
  const sort = sortOf(search);
  const direction = sort?.key === meta.sortKey ? sort.direction : undefined;
  const Icon = direction === undefined ? ArrowUpDown : direction === "ascending" ? ArrowUp : ArrowDown;
  return (
    <th scope="col" aria-sort={direction} className={classes}>
      <Link
        to={sortHref(search, meta.sortKey)}
        preventScrollReset
        className={classNames(
          "inline-flex min-h-11 items-center gap-1.5 no-underline -outline-offset-3 hover:text-ink",
          direction === undefined ? "text-soft" : "font-semibold text-ink",
        )}
      >
        {words}
        <Icon aria-hidden="true" className={classNames("size-3.5", direction === undefined && "opacity-60")} />
      </Link>
    </th>
  );
}

const FEWEST_SKELETONS = 3;
const MOST_SKELETONS = 8;

interface SkeletonRowsProps<TRow> {
  count: number;
  columns: Column<TRow, unknown>[];
  isSelectable: boolean;
}

/** Rows that are on their way, in the shape of those they take the place of. */
function SkeletonRows<TRow>({ count, columns, isSelectable }: SkeletonRowsProps<TRow>) {
  const shown = Math.min(Math.max(count, FEWEST_SKELETONS), MOST_SKELETONS);
  return Array.from({ length: shown }, (_, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: they stand for nothing and never change places.
    <tr key={index} className="max-md:block max-md:border-line max-md:border-b max-md:px-4 max-md:py-4">
      {isSelectable ? <td className="w-px max-md:hidden md:border-line md:border-b" /> : null}
      {columns.map(({ id, columnDef: { meta } }, at) => (
        <td
          key={id}
          className={classNames(
            CELL,
            "max-md:block max-md:py-1.5",
            meta?.phone === "hidden" && "max-md:hidden",
            meta?.from && FROM[meta.from],
          )}
        >
          <Skeleton className={classNames("h-5", at === 0 ? "w-40" : "w-20", meta?.align === "end" && "md:ml-auto")} />
        </td>
      ))}
    </tr>
  ));
}

const CELL = "max-md:py-0.5 md:px-3 md:first:pl-6 md:last:pr-6 md:py-3 md:align-middle md:border-line md:border-b";
const NAME = "font-semibold text-left max-md:block max-md:pb-1.5 md:min-w-56";
/** On phones the column's name stands on the left and the value on the right. */
const VALUE =
  "max-md:flex max-md:items-baseline max-md:justify-between max-md:gap-x-4 max-md:text-right max-md:before:shrink-0 max-md:before:text-soft max-md:before:text-sm max-md:before:content-[attr(data-label)]";

function BodyRow<TRow>({ row, selection }: { row: Row<TRow>; selection: Selection<TRow> | undefined }) {
  return (
    <tr
      className={classNames(
        "hover:bg-page has-[[data-row-box]:checked]:bg-tint max-md:relative max-md:block max-md:border-line max-md:border-b max-md:px-4 max-md:py-3",
        "md:last:[&>*]:border-b-0",
        selection && "max-md:pl-14",
      )}
    >
      {selection === undefined ? null : (
        <td className="w-px max-md:absolute max-md:top-0.5 max-md:left-1 md:border-line md:border-b md:pl-1.5">
          {selection.can?.(row.original) === false ? null : <RowBox row={row} selection={selection} />}
        </td>
      )}
      {row.getVisibleCells().map((cell, index) => {
        const { meta, header } = cell.column.columnDef;
        const content = flexRender(cell.column.columnDef.cell, cell.getContext());
        const shared = classNames(CELL, meta?.align === "end" && "md:text-right", meta?.from && FROM[meta.from]);
        if (index === 0) {
          return (
            <th key={cell.id} scope="row" className={classNames(shared, NAME)}>
              {content}
            </th>
          );
        }
        return (
          <td
            key={cell.id}
            data-label={typeof header === "string" ? header : undefined}
            className={classNames(shared, VALUE, meta?.phone === "hidden" && "max-md:hidden")}
          >
            {content}
          </td>
        );
      })}
    </tr>
  );
}

function RowBox<TRow>({ row, selection }: { row: Row<TRow>; selection: Selection<TRow> }) {
  return (
    <label className="flex size-11 cursor-pointer items-center justify-center">
      <input
        type="checkbox"
        data-row-box=""
        form={selection.formId}
        name={selection.name ?? "id"}
        value={row.id}
        aria-label={`Select ${selection.label(row.original)}`}
        autoComplete="off"
        className="size-5 accent-accent"
      />
    </label>
  );
}
