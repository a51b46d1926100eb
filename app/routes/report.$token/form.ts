import { AppError } from "#app/core/errors.ts";
import { type PressureReport, pressureReport } from "#app/domain/guards/index.ts";
import type { ReportForm } from "./report-page.tsx";

/** Far beyond what may be sent, so that a person can shorten what they wrote. */
const LONGEST_KEPT = 4_000;

interface ReportReading {
  typed: { kind: string; details: string };
  report: PressureReport | null;
  wrong: ReportForm["wrong"];
}

export function readReport(token: string, form: FormData): ReportReading {
  const typed = { kind: text(form, "kind"), details: text(form, "details") };
  const reading = pressureReport.safeParse({ token, ...typed });
  const wrong = new Set(reading.error?.issues.map(({ path }) => path[0]));
  return {
    typed,
    report: reading.data ?? null,
    wrong: { kind: wrong.has("kind"), details: wrong.has("details") },
  };
}

/** A refusal that leaves the report in the form; everything else is thrown on. */
export function toReportNotice(error: unknown): { status: number; notice: ReportForm["notice"] } {
  if (!(error instanceof AppError)) throw error;
  if (error.code === "RATE_LIMITED") return { status: error.status, notice: "limited" };
  if (error.code === "UNAVAILABLE") return { status: error.status, notice: "unavailable" };
  throw error;
}

function text(form: FormData, name: string): string {
  const value = form.get(name);
  return typeof value === "string" ? value.slice(0, LONGEST_KEPT) : "";
}
