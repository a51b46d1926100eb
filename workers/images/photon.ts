import type { Raster } from "./raster.ts";

/** What is used of photon 0.4.0 (Rust's `image` 0.24, by wasm-bindgen): pointers are into its memory. */
interface Exports {
  memory: WebAssembly.Memory;
  __wbindgen_start(): void;
  __wbindgen_malloc(size: number, align: number): number;
  __wbindgen_free(pointer: number, size: number, align: number): void;
  photonimage_new(pointer: number, length: number, width: number, height: number): number;
  photonimage_new_from_byteslice(pointer: number, length: number): number;
  photonimage_get_width(image: number): number;
  photonimage_get_height(image: number): number;
  photonimage_get_raw_pixels(image: number): [pointer: number, length: number];
  photonimage_get_bytes_jpeg(image: number, quality: number): [pointer: number, length: number];
  __wbg_photonimage_free(image: number, flag: number): void;
}

export interface Photon {
  /** Decodes a PNG or a WebP. The pixels lie in photon's memory until it is called again. Throws for what is broken. */
  decode(bytes: Uint8Array): Raster;
  encodeJpeg(picture: Raster, quality: number): Uint8Array<ArrayBuffer>;
}

/**
 * A photon for one picture. Its memory never shrinks, and a broken file stops it for good (Rust panics), so each picture
 * has its own, which goes when it is done. The package's own glue keeps one for ever, and copies every picture out of it.
 */
export function startPhoton(module: WebAssembly.Module): Photon {
  const photon = new WebAssembly.Instance(module, missing(module)).exports as unknown as Exports;
  photon.__wbindgen_start();

  const write = (bytes: Uint8Array | Uint8ClampedArray) => {
    const pointer = photon.__wbindgen_malloc(bytes.length, 1) >>> 0;
    new Uint8Array(photon.memory.buffer).set(bytes, pointer);
    return pointer;
  };
  const read = ([pointer, length]: [number, number]) => new Uint8Array(photon.memory.buffer, pointer >>> 0, length);

  return {
    decode(bytes) {
      const image = photon.photonimage_new_from_byteslice(write(bytes), bytes.length);
      const [width, height] = [photon.photonimage_get_width(image), photon.photonimage_get_height(image)];
      return { pixels: read(photon.photonimage_get_raw_pixels(image)), width, height };
    },
    encodeJpeg({ pixels, width, height }, quality) {
      const image = photon.photonimage_new(write(pixels), pixels.length, width, height);
      const [pointer, length] = photon.photonimage_get_bytes_jpeg(image, quality);
      const bytes = read([pointer, length]).slice();
      photon.__wbindgen_free(pointer, length, 1);
      photon.__wbg_photonimage_free(image, 0);
      return bytes;
    },
  };
}

/** Photon asks for a browser's document and canvas, which nothing here touches; its table of their handles stays empty. */
function missing(module: WebAssembly.Module): WebAssembly.Imports {
  const imports: WebAssembly.Imports = {};
  for (const { module: from, name } of WebAssembly.Module.imports(module)) {
    imports[from] ??= {};
    imports[from][name] = () => {
      if (name !== "__wbindgen_init_externref_table") throw new TypeError(`photon called ${name}`);
    };
  }
  return imports;
}
