import { useSubmit } from "@remix-run/react";
import { Camera, CameraOff } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { useCsrf } from "#app/components/admin/csrf-field.tsx";
import { Alert } from "#app/components/ui/alert.tsx";
import { Button } from "#app/components/ui/button.tsx";
import { Card } from "#app/components/ui/card.tsx";
import { useHydrated } from "#app/components/ui/use-hydrated.ts";

type CameraState = "off" | "starting" | "looking" | "refused" | "absent";

/** The camera looks until it sees a code, and what it read is checked. Without scripts there is no camera, and this is not shown. */
export function CameraCheck() {
  const isHydrated = useHydrated();
  const video = useRef<HTMLVideoElement>(null);
  const { state, start, stop } = useCamera(video);
  if (!isHydrated) return null;
  const isOn = state === "starting" || state === "looking";
  return (
    <Card title="With the camera" description="Hold it so that the whole code is in the picture.">
      <div className="grid gap-4">
        <video
          ref={video}
          muted
          playsInline
          hidden={!isOn}
          aria-label="What the camera sees"
          className="aspect-square w-full max-w-sm rounded-lg bg-sunken object-cover"
        />
        <p role="status" className={isOn ? "text-soft" : "sr-only"}>
          {state === "looking" ? "Looking for a code…" : state === "starting" ? "Starting the camera…" : ""}
        </p>
        {state === "refused" ? (
          <Alert tone="warning" title="The camera may not be used">
            Allow it for this site in your browser’s settings; or take a photo and choose it below.
          </Alert>
        ) : null}
        {state === "absent" ? (
          <Alert tone="warning" title="No camera was found">
            Take a photo with your phone and choose it below, or type the serial.
          </Alert>
        ) : null}
        <div>
          {isOn ? (
            <Button variant="secondary" onClick={stop} icon={<CameraOff aria-hidden="true" />}>
              Stop the camera
            </Button>
          ) : (
            <Button variant="primary" onClick={start} icon={<Camera aria-hidden="true" />}>
              Start the camera
            </Button>
          )}
        </div>
      </div>
    </Card>
  );
}

/** What reads frames is loaded when the camera is started, and by no page before. */
function useCamera(video: React.RefObject<HTMLVideoElement>) {
  const [state, setState] = useState<CameraState>("off");
  const ending = useRef<AbortController | null>(null);
  const submit = useSubmit();
  const csrf = useCsrf();
  const stop = () => {
    ending.current?.abort();
    ending.current = null;
    setState("off");
  };
  const start = async () => {
    const ended = new AbortController();
    ending.current = ended;
    setState("starting");
    try {
      const { readCamera } = await import("./camera.client.ts");
      const text = await readCamera(video.current, ended.signal, () => setState("looking"));
      if (text === null) return;
      stop();
      submit({ csrf, text }, { method: "post" });
    } catch (error) {
      if (!ended.signal.aborted) setState(isRefusal(error) ? "refused" : "absent");
    }
  };
  useEffect(() => () => ending.current?.abort(), []);
  return { state, start, stop };
}

function isRefusal(error: unknown): boolean {
  return error instanceof DOMException && (error.name === "NotAllowedError" || error.name === "SecurityError");
}
