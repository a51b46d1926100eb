import { format } from "node:util";
import { afterAll, afterEach } from "vitest";

/**
 * An unasked console.error fails the test it happened in.
 * A test that expects one asks for it: `vi.spyOn(console, "error").mockImplementation(() => {})`.
 */
const unasked: string[] = [];
const write = console.error;
console.error = (...words: unknown[]) => {
  write(...words);
  unasked.push(format(...words));
};

function refuse(): void {
  const words = unasked.splice(0);
  if (words.length > 0) throw new Error(`console.error was not asked for:\n${words.join("\n")}`);
}

afterEach(refuse);
afterAll(refuse);
