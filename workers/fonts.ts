import type { PrintFonts } from "#app/domain/qr/index.ts";

/** The typeface of printed codes, out of the Worker's own assets: read with the first print, kept as long as the isolate. */
export function assetFonts(assets: Fetcher): () => Promise<PrintFonts> {
  let kept: Promise<PrintFonts> | undefined;
  return () => {
    kept ??= readFonts(assets).catch((error) => {
      kept = undefined;
      throw error;
    });
    return kept;
  };
}

async function readFonts(assets: Fetcher): Promise<PrintFonts> {
  const [regular, bold] = await Promise.all([read(assets, "DejaVuSans.ttf"), read(assets, "DejaVuSans-Bold.ttf")]);
  return { regular, bold };
}

/** Whatever the host, the binding looks at the path only. */
async function read(assets: Fetcher, name: string): Promise<Uint8Array> {
  const answer = await assets.fetch(`https://assets.internal/fonts/${name}`);
  if (!answer.ok) throw new Error(`the font ${name} is not among the assets`);
  return new Uint8Array(await answer.arrayBuffer());
}
