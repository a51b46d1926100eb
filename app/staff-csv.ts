interface ListFile<Page> {
  /** Without `.csv`. */
  name: string;
  /** As `csvOf` writes it. */
  header: string;
  /** The first page, read before anything is answered, so that a refusal is still one. */
  first: Page;
  linesOf: (page: Page) => string;
  /** The page after one; null after the last. */
  next: (page: Page) => Promise<Page | null>;
}

/** A list as a file, written while it is read: a page a statement, however long it is. */
export function csvFile<Page>({ name, header, first, linesOf, next }: ListFile<Page>): Response {
  const encoder = new TextEncoder();
  let page: Page | null = first;
  const body = new ReadableStream<Uint8Array>({
    // Spreadsheets take a file for UTF-8 only when it says so.
    start: (controller) => controller.enqueue(encoder.encode(`\uFEFF${header}`)),
    async pull(controller) {
      if (page === null) return controller.close();
      controller.enqueue(encoder.encode(linesOf(page)));
      page = await next(page);
    },
  });
  return new Response(body, {
    headers: {
      "content-type": "text/csv; charset=utf-8",
      "content-disposition": `attachment; filename="${name}.csv"`,
      "cache-control": "no-store",
      "x-content-type-options": "nosniff",
    },
  });
}
