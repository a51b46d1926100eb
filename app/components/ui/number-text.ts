/** A count as people read it: 20,947. */
export function numberText(count: number): string {
  return String(count).replaceAll(/\B(?=(\d{3})+$)/g, ",");
}

/** A count with what is counted: “1 guard”, “1,204 guards”. */
export function countText(count: number, [one, many]: readonly [string, string]): string {
  return `${numberText(count)} ${count === 1 ? one : many}`;
}
