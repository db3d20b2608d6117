// Sealing and opening, with what the browser brings (WebCrypto) and nothing else.
//
// What must be read again on this device is sealed with a key from words (PBKDF2, AES-256-GCM).
// What is finished is sealed to a public key whose private part only the server has (ECDH P-256, HKDF, AES-256-GCM).

export const ROUNDS = 600000; // OWASP's count for PBKDF2 with SHA-256
const INFO = new TextEncoder().encode("govern/tablet/sitting");
const NONCE = 12;

const text = new TextEncoder();
const letters = new TextDecoder();

export function toBase64(bytes) {
  let binary = "";
  for (const one of new Uint8Array(bytes)) binary += String.fromCharCode(one);
  return btoa(binary);
}

export function fromBase64(written) {
  return Uint8Array.from(atob(written), (one) => one.charCodeAt(0));
}

export function newSalt() {
  return crypto.getRandomValues(new Uint8Array(16));
}

// Small letters, one space between words: how somebody types them is no matter.
export function plainWords(words) {
  return words.normalize("NFC").toLowerCase().trim().split(/\s+/).join(" ");
}

// The key never leaves WebCrypto: it cannot be exported, and it is kept in memory only.
export async function keyFrom(words, salt, rounds = ROUNDS) {
  const typed = await crypto.subtle.importKey("raw", text.encode(plainWords(words)), "PBKDF2", false, ["deriveKey"]);
  return crypto.subtle.deriveKey(
    { name: "PBKDF2", hash: "SHA-256", salt, iterations: rounds },
    typed,
    { name: "AES-GCM", length: 256 },
    false,
    ["encrypt", "decrypt"],
  );
}

// `name` is bound in: what was sealed as one thing cannot be opened as another.
export async function sealedBytes(key, name, bytes) {
  const nonce = crypto.getRandomValues(new Uint8Array(NONCE));
  const content = await crypto.subtle.encrypt(
    { name: "AES-GCM", iv: nonce, additionalData: text.encode(name) },
    key,
    bytes,
  );
  return { nonce, content };
}

// Undefined for another key: wrong words open nothing.
export async function openedBytes(key, name, box) {
  try {
    return await crypto.subtle.decrypt(
      { name: "AES-GCM", iv: box.nonce, additionalData: text.encode(name) },
      key,
      box.content,
    );
  } catch {
    return undefined;
  }
}

export function sealed(key, name, value) {
  return sealedBytes(key, name, text.encode(JSON.stringify(value)));
}

export async function opened(key, name, box) {
  const plain = await openedBytes(key, name, box);
  return plain && JSON.parse(letters.decode(plain));
}

// Point of the one-time key, nonce, content: as lifecycle/tablets.py opens it.
export async function sealedFor(publicKey, boundTo, value) {
  const P256 = { name: "ECDH", namedCurve: "P-256" };
  const theirs = await crypto.subtle.importKey("raw", publicKey, P256, false, []);
  const once = await crypto.subtle.generateKey(P256, true, ["deriveBits"]);
  const shared = await crypto.subtle.deriveBits({ name: "ECDH", public: theirs }, once.privateKey, 256);
  const stretched = await crypto.subtle.importKey("raw", shared, "HKDF", false, ["deriveKey"]);
  const key = await crypto.subtle.deriveKey(
    { name: "HKDF", hash: "SHA-256", salt: new Uint8Array(0), info: INFO },
    stretched,
    { name: "AES-GCM", length: 256 },
    false,
    ["encrypt"],
  );
  const nonce = crypto.getRandomValues(new Uint8Array(NONCE));
  const content = await crypto.subtle.encrypt(
    { name: "AES-GCM", iv: nonce, additionalData: text.encode(boundTo) },
    key,
    text.encode(JSON.stringify(value)),
  );
  const point = await crypto.subtle.exportKey("raw", once.publicKey);
  return toBase64(await new Blob([point, nonce, content]).arrayBuffer());
}
