import jsQR from "jsqr";

/** What browsers with a reader of their own offer; the types of the DOM do not know it yet. */
interface BarcodeReader {
  detect(source: CanvasImageSource): Promise<{ rawValue: string }[]>;
}
interface BarcodeReaders {
  new (options: { formats: string[] }): BarcodeReader;
  getSupportedFormats(): Promise<string[]>;
}

/** Often enough for a hand that shakes, and seldom enough for a cheap phone. */
const LOOK_EVERY_MS = 200;
/** The longer side of what is read: a code that fills half of the picture has its modules. */
const READ_PIXELS = 640;

/**
 * Shows the camera in a video and looks for a QR code until there is one; null when it was ended before. The camera is
 * given back in any case. Rejects when there is no camera, or it may not be used.
 */
export async function readCamera(
  video: HTMLVideoElement | null,
  ended: AbortSignal,
  onLooking: () => void,
): Promise<string | null> {
  if (!video || !navigator.mediaDevices) throw new Error("there is no camera");
  const stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" }, audio: false });
  try {
    if (ended.aborted) return null;
    video.srcObject = stream;
    await video.play();
    onLooking();
    const read = await chooseReader();
    while (!ended.aborted) {
      const text = await read(video).catch(() => null);
      if (text) return text;
      await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
    }
    return null;
  } finally {
    for (const track of stream.getTracks()) track.stop();
    video.srcObject = null;
  }
}

type Reader = (video: HTMLVideoElement) => Promise<string | null>;

async function chooseReader(): Promise<Reader> {
  const { BarcodeDetector } = window as unknown as { BarcodeDetector?: BarcodeReaders };
  const formats = BarcodeDetector ? await BarcodeDetector.getSupportedFormats().catch(() => []) : [];
  if (!BarcodeDetector || !formats.includes("qr_code")) return readFrames();
  const reader = new BarcodeDetector({ formats: ["qr_code"] });
  return async (video) => (await reader.detect(video))[0]?.rawValue || null;
}

/** Reads frames by our own means, made smaller first. */
function readFrames(): Reader {
  const canvas = document.createElement("canvas");
  const context = canvas.getContext("2d", { willReadFrequently: true });
  return async (video) => {
    const scale = Math.min(1, READ_PIXELS / Math.max(video.videoWidth, video.videoHeight, 1));
    canvas.width = Math.max(1, Math.round(video.videoWidth * scale));
    canvas.height = Math.max(1, Math.round(video.videoHeight * scale));
    if (!context || video.videoWidth === 0) return null;
    context.drawImage(video, 0, 0, canvas.width, canvas.height);
    const { data, width, height } = context.getImageData(0, 0, canvas.width, canvas.height);
    return jsQR(data, width, height)?.data || null;
  };
}
