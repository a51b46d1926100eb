/** What the checkout calls the guard who is paid, as pages and posters tell the patron to expect it. */
export function payeeOf(displayName: string): string {
  return `Tip for ${displayName}`;
}
