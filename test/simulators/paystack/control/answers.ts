import type { Answer } from "../envelopes.ts";

export const ok = (body: object): Answer => ({ status: 200, body });

export const refused = (status: number, error: string): Answer => ({
  status,
  body: { error },
});
