import { useNavigation } from "@remix-run/react";
import { useEffect, useRef } from "react";

/** Gives a form's `onSubmit`; what is passed runs once the answer to that submission has been shown. */
export function useAfterSending(then: () => void): () => void {
  const { state } = useNavigation();
  const isSent = useRef(false);
  useEffect(() => {
    if (state !== "idle" || !isSent.current) return;
    isSent.current = false;
    then();
  }, [state, then]);
  return () => {
    isSent.current = true;
  };
}
