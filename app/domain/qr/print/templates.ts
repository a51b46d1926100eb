/** All measures in millimetres. */
export interface Size {
  width: number;
  height: number;
}

/** One card a page, as a printer trims it. */
export interface PageTemplate {
  kind: "page";
  trim: Size;
}

/** Many cards a page, where the maker of the sheet has cut it. */
export interface SheetTemplate {
  kind: "sheet";
  page: Size;
  label: Size;
  columns: number;
  rows: number;
  /** The first label's corner, from the corner of the page. */
  left: number;
  top: number;
  /** From one label's corner to the next one's. */
  across: number;
  down: number;
}

const A4: Size = { width: 210, height: 297 };

/** What is printed beyond the trim, so that a cut a little outside it shows no white. */
export const BLEED = 3;
/** Crop marks begin where the bleed ends, and are this long. */
export const MARK = 5;

export const TEMPLATES = {
  a4: { kind: "page", trim: A4 },
  a6: { kind: "page", trim: { width: 105, height: 148 } },
  /** ISO/IEC 7810 ID-1, upright, for a lanyard. */
  cr80: { kind: "page", trim: { width: 53.98, height: 85.6 } },
  /** As Avery publishes them for L7160: 21 a sheet. */
  l7160: {
    kind: "sheet",
    page: A4,
    label: { width: 63.5, height: 38.1 },
    columns: 3,
    rows: 7,
    left: 7.25,
    top: 15.15,
    across: 66,
    down: 38.1,
  },
  /** As Avery publishes them for L7165: 8 a sheet. */
  l7165: {
    kind: "sheet",
    page: A4,
    label: { width: 99.1, height: 67.7 },
    columns: 2,
    rows: 4,
    left: 4.65,
    top: 13.1,
    across: 101.6,
    down: 67.7,
  },
} satisfies Record<string, PageTemplate | SheetTemplate>;

export type TemplateName = keyof typeof TEMPLATES;

/** How many cards a page of this template holds: repeat a card so often for a whole sheet of it. */
export function cardsAPage(name: TemplateName): number {
  const template: PageTemplate | SheetTemplate = TEMPLATES[name];
  return template.kind === "sheet" ? template.columns * template.rows : 1;
}

/** Where the nth label of a sheet begins. */
export function labelCorner(sheet: SheetTemplate, n: number): { x: number; y: number } {
  return {
    x: sheet.left + (n % sheet.columns) * sheet.across,
    y: sheet.top + Math.floor(n / sheet.columns) * sheet.down,
  };
}
