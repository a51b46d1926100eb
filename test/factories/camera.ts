import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { create } from "qrcode";
import { makeTemporaryFolder } from "#test/setup/temporary-folder.ts";

const WIDTH = 640;
const HEIGHT = 480;
const QUIET_MODULES = 4;
const [BLACK, WHITE, GREY] = [16, 235, 128];

/** What makes Chromium's camera look at a QR code: a film of one picture, over and over, and nobody asked for leave. */
export async function cameraSeeing(text: string): Promise<string[]> {
  const file = join(await makeTemporaryFolder(), "camera.y4m");
  await writeFile(file, filmOf(text));
  return [
    "--use-fake-ui-for-media-stream",
    "--use-fake-device-for-media-stream",
    `--use-file-for-fake-video-capture=${file}`,
  ];
}

function filmOf(text: string): Buffer {
  const { size, data } = create(text, { errorCorrectionLevel: "M" }).modules;
  const scale = Math.floor(HEIGHT / (size + 2 * QUIET_MODULES));
  const [left, top] = [Math.floor((WIDTH - size * scale) / 2), Math.floor((HEIGHT - size * scale) / 2)];
  const luma = Buffer.alloc(WIDTH * HEIGHT, WHITE);
  for (let y = 0; y < size * scale; y++) {
    for (let x = 0; x < size * scale; x++) {
      const isDark = data[Math.floor(y / scale) * size + Math.floor(x / scale)];
      if (isDark) luma[(top + y) * WIDTH + left + x] = BLACK;
    }
  }
  const chroma = Buffer.alloc((WIDTH * HEIGHT) / 2, GREY);
  const frame = Buffer.concat([Buffer.from("FRAME\n"), luma, chroma]);
  return Buffer.concat([Buffer.from(`YUV4MPEG2 W${WIDTH} H${HEIGHT} F10:1 Ip A1:1 C420jpeg\n`), frame, frame]);
}
