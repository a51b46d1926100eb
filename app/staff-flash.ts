import { createCookie, redirect, type TypedResponse } from "@remix-run/cloudflare";

/** One sentence that the next page says: what was done, and how to undo it where that can be. */
export interface Flash {
  id: string;
  message: string;
  tone?: "success" | "warning" | "danger";
  undo?: { action: string; fields: Record<string, string> };
}

/** HttpOnly, and holds nothing secret: what was done is on the page anyway. */
const cookie = createCookie("__Host-asante_flash", {
  httpOnly: true,
  secure: true,
  sameSite: "lax",
  path: "/",
  maxAge: 60,
});

/** Leads to a page and has it say something. */
export async function redirectWithFlash(
  to: string,
  flash: Omit<Flash, "id">,
  at: Date,
  headers: Headers = new Headers(),
): Promise<TypedResponse<never>> {
  headers.append("set-cookie", await cookie.serialize({ ...flash, id: String(at.getTime()) }));
  return redirect(to, { headers });
}

/** What the page before left to say, and the header that forgets it. */
export async function takeFlash(request: Request): Promise<{ flash: Flash | null; forget: string | null }> {
  const flash = (await cookie.parse(request.headers.get("cookie"))) as Flash | null;
  return { flash, forget: flash && (await cookie.serialize("", { maxAge: 0 })) };
}
