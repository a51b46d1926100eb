/** Options as the server gives them: binary fields in base64url, as WebAuthn level 3 has them. */
export interface CeremonyOptions {
  challenge: string;
  allowCredentials?: { id: string; type: "public-key" }[];
  excludeCredentials?: { id: string; type: "public-key" }[];
  user?: { id: string; name: string; displayName: string };
}

/** Asks the authenticator to sign, or to make a key, and gives its answer as JSON. Throws what the browser throws. */
export async function runCeremony(kind: "get" | "create", options: CeremonyOptions): Promise<string> {
  if (!("PublicKeyCredential" in window)) throw new DOMException("no passkeys here", "NotSupportedError");
  const credential =
    kind === "get"
      ? await navigator.credentials.get({ publicKey: requestOptions(options) })
      : await navigator.credentials.create({ publicKey: creationOptions(options) });
  return JSON.stringify(asJson(credential as PublicKeyCredential));
}

/** What to tell the person when a ceremony failed in the browser. */
export function ceremonyProblem(error: unknown): string {
  const name = error instanceof DOMException ? error.name : "";
  return PROBLEMS[name] ?? "The passkey could not be used. Try again, or use another way.";
}

const PROBLEMS: Readonly<Record<string, string>> = {
  NotAllowedError: "Nothing was done: it was cancelled, or took too long. Try again when you are ready.",
  InvalidStateError: "This device already has a passkey for your account.",
  NotSupportedError: "This browser does not have passkeys. Use another way.",
  SecurityError: "Passkeys do not work at this address. Use another way.",
};

function requestOptions(options: CeremonyOptions): PublicKeyCredentialRequestOptions {
  if (typeof PublicKeyCredential.parseRequestOptionsFromJSON === "function") {
    return PublicKeyCredential.parseRequestOptionsFromJSON(options as PublicKeyCredentialRequestOptionsJSON);
  }
  const { challenge, allowCredentials = [] } = options;
  return { ...options, challenge: toBytes(challenge), allowCredentials: allowCredentials.map(withBytes) };
}

function creationOptions(options: CeremonyOptions): PublicKeyCredentialCreationOptions {
  if (typeof PublicKeyCredential.parseCreationOptionsFromJSON === "function") {
    return PublicKeyCredential.parseCreationOptionsFromJSON(options as PublicKeyCredentialCreationOptionsJSON);
  }
  const { challenge, excludeCredentials = [], user } = options;
  return {
    ...(options as unknown as PublicKeyCredentialCreationOptions),
    challenge: toBytes(challenge),
    excludeCredentials: excludeCredentials.map(withBytes),
    user: { name: "", displayName: "", ...user, id: toBytes(user?.id ?? "") },
  };
}

function asJson(credential: PublicKeyCredential): unknown {
  if (typeof credential.toJSON === "function") return credential.toJSON();
  const { id, rawId, type, response } = credential;
  const binary = ["clientDataJSON", "authenticatorData", "signature", "attestationObject"] as const;
  const parts = response as unknown as Partial<Record<(typeof binary)[number], ArrayBuffer>>;
  const written = binary.flatMap((name) => (parts[name] ? [[name, toText(parts[name])] as const] : []));
  return {
    id,
    rawId: toText(rawId),
    type,
    clientExtensionResults: credential.getClientExtensionResults(),
    response: Object.fromEntries(written),
  };
}

function withBytes({ id, type }: { id: string; type: "public-key" }): PublicKeyCredentialDescriptor {
  return { id: toBytes(id), type };
}

function toBytes(text: string): Uint8Array<ArrayBuffer> {
  const binary = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(binary, (character) => character.charCodeAt(0));
}

function toText(bytes: ArrayBuffer): string {
  const binary = btoa(String.fromCharCode(...new Uint8Array(bytes)));
  return binary.replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}
