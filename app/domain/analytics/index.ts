export { findOverview, type Overview, SETUP_STEPS, type SetupStep, type TipsGiven } from "./find-overview.ts";
