export { messageInsert, type OutgoingMessage } from "./message-row.ts";
export { sendMessages } from "./send-messages.ts";
export { type OutgoingText, textInserts, textInsertsFrom } from "./text-row.ts";
