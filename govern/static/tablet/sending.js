// The way to the server: taking along, and sending what is finished. Each sitting is acknowledged before it is deleted
// here, and has an id of its own, so that one sent twice is one.

const ASKS = { redirect: "manual", headers: { accept: "application/json" }, cache: "no-store" };

// What the server says now: tokens for what is sent, and which tablets of this facilitator are ended. Undefined without
// a signal; `signedIn` false where they have to sign in again.
export async function now(home) {
  let answer;
  try {
    answer = await fetch(`${home}/now`, ASKS);
  } catch {
    return undefined;
  }
  if (answer.type === "opaqueredirect" || answer.status === 401 || answer.status === 403) return { signedIn: false };
  if (!answer.ok) return undefined;
  return { signedIn: true, ...(await answer.json()) };
}

export async function post(home, act, token, fields) {
  const body = new URLSearchParams({ _csrf_token: token, ...fields });
  try {
    const answer = await fetch(`${home}/${act}`, { ...ASKS, method: "POST", body });
    const kind = answer.headers.get("content-type") ?? "";
    return { ok: answer.ok, said: kind.includes("json") ? await answer.json() : undefined };
  } catch {
    return { ok: false };
  }
}

// Sends what waits, one after the other. `again`: also what was refused before. Says whether to sign in first.
export async function sendAll(home, store, { again = false, told = () => {} } = {}) {
  return navigator.locks.request(`${store.name} sending`, async () => {
    const rows = (await store.waiting()).filter((row) => again || !row.refused);
    if (!rows.length) return { signedIn: true };
    const state = await now(home);
    if (!state?.signedIn) return { signedIn: state ? false : undefined };
    for (const row of rows) {
      const fields = { tablet_id: row.tablet_id, sent_id: row.sent_id, sealed: row.sealed };
      const { ok, said } = await post(home, "send", state.send, fields);
      if (ok && said?.kept === row.sent_id) await store.sent(row.sent_id);
      else if (said?.refused) await store.refuse(row, said.refused);
      else break; // no answer that we understand: it stays, and goes another time
      await told();
    }
    return { signedIn: true };
  });
}
