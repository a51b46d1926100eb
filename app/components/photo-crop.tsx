import { useState } from "react";
import Cropper from "react-easy-crop";

const ZOOM = { min: 1, max: 4, step: 0.05 };
const ARROW_STEP_PIXELS = 8;

interface PhotoCropProps {
  /** The picture's address in this browser. */
  url: string;
  /** A part of the picture, in fractions of its width and height. */
  onCrop: (crop: { x: number; y: number; width: number; height: number }) => void;
  zoomId: string;
}

/** Chooses a square of a picture: by dragging and pinching, or by the arrow keys and the zoom slider. */
export function PhotoCrop({ url, onCrop, zoomId }: PhotoCropProps) {
  const [position, setPosition] = useState({ x: 0, y: 0 });
  const [zoom, setZoom] = useState(ZOOM.min);
  return (
    <div>
      <div className="relative h-72 w-full max-w-sm overflow-hidden rounded-lg border border-line bg-sunken">
        <Cropper
          image={url}
          crop={position}
          zoom={zoom}
          aspect={1}
          minZoom={ZOOM.min}
          maxZoom={ZOOM.max}
          keyboardStep={ARROW_STEP_PIXELS}
          onCropChange={setPosition}
          onZoomChange={setZoom}
          onCropAreaChange={({ x, y, width, height }) =>
            onCrop({ x: x / 100, y: y / 100, width: width / 100, height: height / 100 })
          }
          cropperProps={{
            role: "group",
            "aria-label": "Part of the photo that is shown. Move it with the arrow keys.",
          }}
          mediaProps={{ alt: "The photo you chose" }}
          disableAutomaticStylesInjection
        />
      </div>
      <label htmlFor={zoomId} className="mt-3 mb-1.5 block font-semibold">
        Zoom
      </label>
      <input
        id={zoomId}
        type="range"
        {...ZOOM}
        value={zoom}
        onChange={(event) => setZoom(Number(event.currentTarget.value))}
        className="block w-full max-w-sm accent-accent"
      />
    </div>
  );
}
