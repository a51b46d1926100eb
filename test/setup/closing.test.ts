import { expect, test } from "vitest";
import { createClosing } from "./closing.ts";

test("what was started last is ended first, and only once", async () => {
  const ended: string[] = [];
  const closing = createClosing();
  closing.add(() => ended.push("database"));
  closing.add(() => ended.push("worker"));
  await Promise.all([closing.close(), closing.close()]);
  expect(ended).toEqual(["worker", "database"]);
});

test("a part that does not end spares none of the others, and is told", async () => {
  const ended: string[] = [];
  const closing = createClosing();
  closing.add(() => ended.push("database"));
  closing.add(() => Promise.reject(new Error("stuck")));
  await expect(closing.close()).rejects.toThrow("stuck");
  expect(ended).toEqual(["database"]);
});

test("a part that comes up after the start was called off goes no further and is ended", async () => {
  const ended: string[] = [];
  const calledOff = new AbortController();
  const closing = createClosing(calledOff.signal);
  calledOff.abort();
  expect(() => closing.add(() => ended.push("late"))).toThrow("aborted");
  await closing.close();
  expect(ended).toEqual(["late"]);
});
