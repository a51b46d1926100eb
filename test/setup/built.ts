import { buildOnce } from "./build.ts";

/** The projects that run the Worker test what is deployed, so it is built before the first of their files. */
export async function setup(): Promise<void> {
  await buildOnce({ onProgress: (line) => console.log(line) });
}
