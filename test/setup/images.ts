import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { workerImages } from "#workers/images/index.ts";

const PHOTON = createRequire(import.meta.url).resolve("@cf-wasm/photon/photon.wasm");

/** Photon compiled here, as workerd compiles it in the Worker. */
export const nodePhoton = async () => new WebAssembly.Module(await readFile(PHOTON));

/** The Worker's own pictures. */
export const nodeImages = workerImages(nodePhoton);
