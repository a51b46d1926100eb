import { createContext } from "react";
import type { Language } from "#app/messages/index.ts";

interface Facts {
  language: Language;
  requestId: string;
  /** Allows the inline parts of a staff page; only the server knows it. */
  nonce?: string;
}

/** What an error page may say about a request when no loader's answer can be trusted. */
export const RequestFacts = createContext<Facts>({ language: "en", requestId: "" });
