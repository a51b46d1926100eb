export {
  type CodeFigure,
  conversionOf,
  type DayFigure,
  type Figures,
  type SiteFigure,
} from "./code-figures.ts";
export { createScanAlerts } from "./create-scan-alerts.ts";
export { createScanCounts, type ScanCount } from "./create-scan-counts.ts";
export { findOverview, type Overview, SETUP_STEPS, type SetupStep, type TipsGiven } from "./find-overview.ts";
export { type CodeFigureList, type CodeFigures, listCodeFigures } from "./list-code-figures.ts";
