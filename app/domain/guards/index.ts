export { createPressureReport } from "./create-pressure-report.ts";
export {
  PRESSURE_KINDS,
  type PressureReport,
  pressureReport,
} from "./input.ts";
