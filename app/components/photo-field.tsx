import { useNavigation } from "@remix-run/react";
import { type ChangeEvent, lazy, Suspense, useEffect, useId, useRef, useState } from "react";
import { readyPhoto } from "./photo-file.ts";
import { Field } from "./ui/field.tsx";
import { Input } from "./ui/input.tsx";
import { Progress } from "./ui/progress.tsx";

/** Loaded when a photo has been chosen, and by no page before. */
const PhotoCrop = lazy(async () => ({ default: (await import("./photo-crop.tsx")).PhotoCrop }));

interface PhotoFieldProps {
  name?: string;
  label?: string;
  /** The photo there is now. */
  currentUrl?: string | null;
  error?: string | undefined;
  /** False where a picture is kept whole, such as a logo. */
  isCropped?: boolean;
  /** True while the form is on its way, where it is sent by a fetcher. */
  isSending?: boolean;
}

/**
 * A photo to upload, in a form with `encType="multipart/form-data"`. Posts the file under its name and, when a part of it
 * was chosen, `crop`: JSON with x, y, width and height in fractions of the upright picture. Without scripts it is a plain
 * file input.
 */
export function PhotoField({
  name = "photo",
  label = "Photo",
  currentUrl = null,
  error,
  isCropped = true,
  isSending = false,
}: PhotoFieldProps) {
  const id = useId();
  const { choose, url, message, isPreparing } = useChosenPhoto();
  const [crop, setCrop] = useState("");
  const isLeaving = useNavigation().formData?.has(name) ?? false;
  const wrong = message ?? (url === null ? error : undefined);
  return (
    <div className="grid gap-3">
      {url === null && currentUrl !== null ? (
        <img
          src={currentUrl}
          alt={`${label} now`}
          width="96"
          height="96"
          className="size-24 rounded-lg border border-line bg-sunken object-contain"
        />
      ) : null}
      <Field
        id={id}
        name={name}
        label={label}
        hint="JPEG, PNG or WebP, at most 10 MB."
        errors={wrong === undefined ? [] : [wrong]}
      >
        {(control) => <Input {...control} type="file" accept="image/jpeg,image/png,image/webp" onChange={choose} />}
      </Field>
      {url !== null && !isCropped ? (
        <img src={url} alt="The file you chose" className="max-h-40 max-w-full rounded-lg border border-line" />
      ) : null}
      {url !== null && isCropped ? (
        <Suspense fallback={<Progress label="Opening the photo" />}>
          <PhotoCrop key={url} url={url} zoomId={`${id}-zoom`} onCrop={(part) => setCrop(JSON.stringify(part))} />
          <input type="hidden" name="crop" value={crop} />
        </Suspense>
      ) : null}
      <div aria-live="polite">
        {isPreparing ? <Progress label="Preparing the photo" /> : null}
        {url !== null && (isSending || isLeaving) ? <Progress label="Uploading the photo" /> : null}
      </div>
    </div>
  );
}

/** Replaces the chosen file by the smaller one that is sent, and gives it an address to be shown under. */
function useChosenPhoto() {
  const [url, setUrl] = useState<string | null>(null);
  const [message, setMessage] = useState<string>();
  const [isPreparing, setIsPreparing] = useState(false);
  const latest = useRef<File>();
  useEffect(() => () => URL.revokeObjectURL(url ?? ""), [url]);

  const choose = async ({ currentTarget: input }: ChangeEvent<HTMLInputElement>) => {
    const file = input.files?.[0];
    latest.current = file;
    setUrl(null);
    setMessage(undefined);
    setIsPreparing(file !== undefined);
    if (!file) return;
    const photo = await readyPhoto(file);
    if (latest.current !== file) return;
    setIsPreparing(false);
    if (photo.status === "refused") {
      input.value = "";
      setMessage(photo.message);
      return;
    }
    const files = new DataTransfer();
    files.items.add(photo.file);
    input.files = files.files;
    setUrl(URL.createObjectURL(photo.file));
  };
  return { choose, url, message, isPreparing };
}
