import { createContext } from "react";
import type { Language } from "#app/messages/index.ts";

/** What an error page may say about a request when no loader's answer can be trusted. */
export const RequestFacts = createContext<{ language: Language; requestId: string }>({ language: "en", requestId: "" });
