export { mayResolveAlert } from "./alert-kinds.ts";
export type { AlertSubject } from "./alert-subject.ts";
export { archiveAlert } from "./archive-alert.ts";
export { type Alert, type AlertList, listAlerts } from "./list-alerts.ts";
export {
  type OutboxEvent,
  type Subscriptions,
  sendOutbox,
} from "./send-outbox.ts";
export { updateAlert } from "./update-alert.ts";
