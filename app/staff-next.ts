/** Pages that only lead further: coming back to one of them would go round in circles. */
const PASSING = /^\/admin\/(?:sign-in|sign-out|second-factor)(?:\.data)?$/;

/** Where to go on to after signing in: the path given when it is a page of the staff's, whatever it is given as; else /admin. */
export function safeNext(given: FormDataEntryValue | null | undefined): string {
  if (typeof given !== "string" || !URL.canParse(given, "https://ours.invalid")) return "/admin";
  const { origin, pathname, search } = new URL(given, "https://ours.invalid");
  const isOurs = given.startsWith("/") && origin === "https://ours.invalid" && !pathname.startsWith("//");
  return isOurs && /^\/admin(?:\/|$)/.test(pathname) && !PASSING.test(pathname) ? pathname + search : "/admin";
}
