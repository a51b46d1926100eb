export {
  type OutboxEvent,
  type Subscriptions,
  sendOutbox,
} from "./send-outbox.ts";
