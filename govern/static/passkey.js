// A passkey answers what the page asks it. Its answer goes into a hidden field, and the form is sent as any other.
// Without this script, or in a browser that knows no passkeys, the page says what to do in its place.

const part = document.querySelector("[data-passkey]");
const form = part.closest("form");
const field = part.querySelector('input[name="passkey"]');
const said = part.querySelector("[data-said]");
const acts = part.querySelector(".co-acts");
const button = acts.querySelector("button");
const { passkey: does, question, needs, first, cancelled, known, failed } = part.dataset;
let waits = false;
field.value = ""; // a browser that goes back fills in what was there

const bytes = (text) => Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (c) => c.charCodeAt(0));

function text(buffer) {
  const letters = btoa(String.fromCharCode(...new Uint8Array(buffer)));
  return letters.replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

const named = (list) => (list ?? []).map((one) => ({ ...one, id: bytes(one.id) }));

// The question as the browser wants it: what is bytes came as base64url.
function options() {
  const asked = JSON.parse(question);
  const publicKey = { ...asked, challenge: bytes(asked.challenge) };
  if (does === "get") return { publicKey: { ...publicKey, allowCredentials: named(asked.allowCredentials) } };
  const user = { ...asked.user, id: bytes(asked.user.id) };
  return { publicKey: { ...publicKey, user, excludeCredentials: named(asked.excludeCredentials) } };
}

function answer(credential) {
  const response = { clientDataJSON: text(credential.response.clientDataJSON) };
  const parts = does === "get" ? ["authenticatorData", "signature"] : ["attestationObject"];
  for (const name of parts) response[name] = text(credential.response[name]);
  const { id, type } = credential;
  const clientExtensionResults = credential.getClientExtensionResults();
  return JSON.stringify({ id, rawId: text(credential.rawId), type, response, clientExtensionResults });
}

function say(sentence) {
  said.textContent = sentence;
}

function missing() {
  const fields = needs.split(" ").filter(Boolean).map((name) => form.elements[name]);
  return fields.find((one) => !one.value.trim());
}

async function ask() {
  if (waits) return;
  say("");
  const empty = missing();
  if (empty) {
    say(first);
    empty.focus();
    return;
  }
  waits = true;
  try {
    field.value = answer(await navigator.credentials[does](options()));
    form.submit();
  } catch (error) {
    waits = false;
    say(error.name === "NotAllowedError" ? cancelled : error.name === "InvalidStateError" ? known : failed);
    button.focus();
  }
}

if (window.PublicKeyCredential) {
  part.querySelector("[data-without]").hidden = true;
  acts.hidden = false;
  button.addEventListener("click", ask);
  if (does === "create") {
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      ask();
    });
  }
}
