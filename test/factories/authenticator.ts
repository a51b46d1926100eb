import { createHash } from "node:crypto";

/** An authenticator of our own: one ES256 key, kept in memory, that signs whatever it is asked to. */
export interface Authenticator {
  /** Answers `navigator.credentials.create`. */
  create(options: Record<string, unknown>): Promise<Record<string, unknown>>;
  /** Answers `navigator.credentials.get`. */
  get(options: Record<string, unknown>): Promise<Record<string, unknown>>;
}

const USER_PRESENT = 0x01;
const USER_VERIFIED = 0x04;
const HAS_CREDENTIAL = 0x40;

/** WebAuthn level 2, §6: what a browser at `origin` and a key without attestation answer. */
export async function newAuthenticator(origin: string, { verifiesPerson = true } = {}): Promise<Authenticator> {
  const algorithm = { name: "ECDSA", namedCurve: "P-256" };
  const keys = (await crypto.subtle.generateKey(algorithm, true, ["sign", "verify"])) as CryptoKeyPair;
  const id = crypto.getRandomValues(new Uint8Array(16));
  const flags = USER_PRESENT | (verifiesPerson ? USER_VERIFIED : 0);
  let uses = 0;

  const answer = (response: Record<string, unknown>) => ({
    id: base64Url(id),
    rawId: base64Url(id),
    type: "public-key",
    clientExtensionResults: {},
    response,
  });
  const clientData = (type: string, challenge: unknown) =>
    Buffer.from(JSON.stringify({ type, challenge, origin, crossOrigin: false }));
  const authenticatorData = (extra: number) => {
    uses += 1;
    const counter = Buffer.alloc(4);
    counter.writeUInt32BE(uses);
    return Buffer.concat([sha256(new URL(origin).hostname), Buffer.from([flags | extra]), counter]);
  };

  return {
    async create(options) {
      const raw = new Uint8Array(await crypto.subtle.exportKey("raw", keys.publicKey));
      const length = Buffer.from([0, id.length]);
      const data = [authenticatorData(HAS_CREDENTIAL), Buffer.alloc(16), length, id, coseKey(raw)];
      return answer({
        clientDataJSON: base64Url(clientData("webauthn.create", options["challenge"])),
        attestationObject: base64Url(attestation(Buffer.concat(data))),
        transports: ["internal"],
      });
    },
    async get(options) {
      const client = clientData("webauthn.get", options["challenge"]);
      const data = authenticatorData(0);
      const signed = Buffer.concat([data, sha256(client)]);
      const raw = new Uint8Array(await crypto.subtle.sign({ name: "ECDSA", hash: "SHA-256" }, keys.privateKey, signed));
      return answer({
        clientDataJSON: base64Url(client),
        authenticatorData: base64Url(data),
        signature: base64Url(derSignature(raw)),
      });
    },
  };
}

function base64Url(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("base64url");
}

function sha256(content: string | Uint8Array): Buffer {
  return createHash("sha256").update(content).digest();
}

/** CBOR of an EC2 key on P-256 for ES256 (RFC 9053): {1: 2, 3: -7, -1: 1, -2: x, -3: y}. */
function coseKey(raw: Uint8Array): Buffer {
  const [x, y] = [raw.subarray(1, 33), raw.subarray(33, 65)];
  const head = [0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21, 0x58, 0x20];
  return Buffer.concat([Buffer.from(head), x, Buffer.from([0x22, 0x58, 0x20]), y]);
}

/** CBOR of {fmt: "none", attStmt: {}, authData: bytes}. */
function attestation(data: Uint8Array): Buffer {
  const text = (word: string) => Buffer.concat([Buffer.from([0x60 + word.length]), Buffer.from(word)]);
  const bytes = Buffer.concat([Buffer.from([0x59, data.length >> 8, data.length & 255]), data]);
  const none = [text("fmt"), text("none"), text("attStmt"), Buffer.from([0xa0]), text("authData"), bytes];
  return Buffer.concat([Buffer.from([0xa3]), ...none]);
}

/** The two numbers of a signature, as DER. */
function derSignature(raw: Uint8Array): Buffer {
  const integer = (part: Uint8Array) => {
    let bytes = Buffer.from(part);
    while (bytes.length > 1 && bytes[0] === 0 && (bytes[1] ?? 0) < 0x80) bytes = bytes.subarray(1);
    if ((bytes[0] ?? 0) >= 0x80) bytes = Buffer.concat([Buffer.from([0]), bytes]);
    return Buffer.concat([Buffer.from([0x02, bytes.length]), bytes]);
  };
  const both = Buffer.concat([integer(raw.subarray(0, 32)), integer(raw.subarray(32))]);
  return Buffer.concat([Buffer.from([0x30, both.length]), both]);
}
