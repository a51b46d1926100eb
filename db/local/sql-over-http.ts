import type { HttpRequest } from "./http.ts";
import { type Pool, runInPool } from "./pool.ts";
import type { Result, Statement } from "./wire.ts";
import type { ServerError } from "./wire-read.ts";

export type Answer = { status: number; body: string };
export type RunningSql = { answer: Promise<Answer>; abandon(): void };

const ISOLATION: Record<string, string> = {
  ReadUncommitted: "read uncommitted",
  ReadCommitted: "read committed",
  RepeatableRead: "repeatable read",
  Serializable: "serializable",
};

const ERROR_FIELDS = [
  ...["message", "code", "detail", "hint", "position", "internalPosition", "internalQuery", "severity", "where"],
  ...["table", "column", "schema", "dataType", "constraint", "file", "line", "routine"],
] as const;

/**
 * Runs one request as Neon's proxy does: a statement by itself, or several as one transaction.
 * Rows are arrays of text, the only form Neon's client asks for.
 */
export function runSql(pool: Pool, { header, body }: HttpRequest): RunningSql {
  const request = JSON.parse(body) as Statement & {
    queries?: readonly Statement[];
  };
  const { queries } = request;
  const statements =
    queries === undefined ? [request] : [{ query: beginText(header) }, ...queries, { query: "commit" }];
  const { results, abandon } = runInPool(pool, statements);
  const write = queries === undefined ? singleAsJson : batchAsJson;
  return {
    answer: results.then((done) => ({ status: 200, body: write(done) }), errorAnswer),
    abandon,
  };
}

function beginText(header: HttpRequest["header"]): string {
  const isolation = ISOLATION[header("neon-batch-isolation-level") ?? ""];
  return [
    "begin",
    isolation === undefined ? "" : ` isolation level ${isolation}`,
    header("neon-batch-read-only") === "true" ? " read only" : "",
    header("neon-batch-deferrable") === "true" ? " deferrable" : "",
  ].join("");
}

function batchAsJson(results: Result[]): string {
  return `{"results":[${results.slice(1, -1).map(resultAsJson).join()}]}`;
}

function singleAsJson([result]: Result[]): string {
  return result === undefined ? "{}" : resultAsJson(result);
}

function resultAsJson({ command, rowCount, rows, fieldsJson }: Result): string {
  return `{"command":"${command}","rowCount":${rowCount},"rowAsArray":true,"rows":${JSON.stringify(rows)},"fields":${fieldsJson}}`;
}

/** What PostgreSQL refused is a 400 with its own fields; a request that never reached it, or was cut off, is a 500. */
export function errorAnswer(error: ServerError): Answer {
  const said: Partial<Record<string, unknown>> = {
    ...error,
    message: error.message,
  };
  const fields = Object.fromEntries(ERROR_FIELDS.map((name) => [name, said[name] ?? null]));
  return {
    status: error.severity === undefined ? 500 : 400,
    body: JSON.stringify(fields),
  };
}
