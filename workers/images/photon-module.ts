/** The compiled photon, which wrangler puts beside the bundle; loaded when the first picture comes. */
export async function loadPhoton(): Promise<WebAssembly.Module> {
  return (await import("@cf-wasm/photon/photon.wasm")).default;
}
