// The page that works without a connection: which screen is there, and what a press does. What it is made of stands in
// page.js (words and fields), seal.js, store.js, draft.js, showing.js, sitting.js, sending.js.

import { fromBase64, keyFrom, newSalt, opened, plainWords, ROUNDS, sealed, sealedFor } from "./seal.js";
import { Store } from "./store.js";
import { begun, Draft, written } from "./draft.js";
import { make, onPress, part, problem, saidIn, show, typed, form, word } from "./page.js";
import { now, post, sendAll } from "./sending.js";
import { Sitting } from "./sitting.js";

const root = part("tablet");
const home = root.dataset.home;
const short = home.split("/")[2];
const OWN_WORDS = 20;

class Tablet {
  store = new Store(`govern tablet ${short}`);
  language = root.dataset.language;

  async begin() {
    if (!globalThis.crypto?.subtle || !globalThis.indexedDB || !navigator.locks) {
      part("plain").querySelector("p").textContent = word("not-now");
      return;
    }
    part("plain").hidden = true;
    root.hidden = false;
    this.sitting = new Sitting(this);
    this.wire();
    this.about = await this.store.get("about");
    this.signal();
    await this.count();
    this.first();
    if (this.about) await this.install();
    await this.send();
  }

  wire() {
    form("take").addEventListener("submit", (event) => this.take(event));
    form("open").addEventListener("submit", (event) => this.open(event));
    onPress("words-kept", () => this.people());
    onPress("lock", () => this.lock());
    onPress("next-person", () => this.people());
    onPress("send", () => this.send({ again: true, loud: true }));
    onPress("take-again", () => show("take", word("title-take")));
    onPress("clear", () => this.clear(false));
    onPress("clear-anyway", () => this.clear(true));
    onPress("keep", () => (part("sure").hidden = true));
    addEventListener("online", () => this.signal() || this.send());
    addEventListener("offline", () => this.signal());
  }

  signal() {
    part("signal").hidden = false;
    part("signal").textContent = word(navigator.onLine ? "online" : "offline");
  }

  first() {
    if (this.about) show("locked", word("title-locked"));
    else show("take", word("title-take"));
  }

  // --- Taking along and opening ------------------------------------------------------------------------------------

  async take(event) {
    event.preventDefault();
    const own = plainWords(typed(form("take")).own_words);
    if (own && own.length < OWN_WORDS) return problem("take", word("too-short"));
    problem("take", "");
    await this.send();
    const state = await now(home);
    if (!state?.signedIn) {
      this.signInFirst(state?.signedIn === false);
      return problem("take", word(state ? "sign-in" : "needs-signal"));
    }
    const waiting = await this.store.waiting();
    const before = this.about && !waiting.length ? this.about.tablet_id : "";
    const { ok, said } = await post(home, "take", state.take, { instead_of: before });
    if (!ok || !said) return problem("take", said?.refused ?? word("needs-signal"));
    part("status").textContent = word("opening");
    const salt = newSalt();
    const words = own || said.words;
    this.key = await keyFrom(words, salt);
    const kept = this.draft?.state;
    const about = { tablet_id: said.tablet_id, public_key: fromBase64(said.public_key), salt, rounds: ROUNDS };
    this.bundle = said.bundle;
    await this.store.put("bundle", await sealed(this.key, "bundle", this.bundle));
    await this.store.dropDraft();
    await this.store.put("about", about);
    this.about = about;
    this.draft = kept && this.person(kept) ? new Draft(this.store, this.key, kept) : undefined;
    await this.draft?.keep();
    form("take").reset();
    await this.install();
    await this.count();
    part("status").textContent = "";
    if (own) return this.people();
    part("new-words").textContent = words;
    show("words", word("title-words"));
  }

  async install() {
    if (!("serviceWorker" in navigator)) return;
    try {
      await navigator.serviceWorker.register(`${home}/worker.js`, { scope: home });
      await navigator.serviceWorker.ready;
      await navigator.storage?.persist?.();
    } catch {
      // no signal, or nobody is signed in: the worker that is there goes on
    }
  }

  async open(event) {
    event.preventDefault();
    problem("open", "");
    part("status").textContent = word("opening");
    const { salt, rounds } = this.about;
    const key = await keyFrom(typed(form("open")).words, salt, rounds);
    const bundle = await opened(key, "bundle", await this.store.get("bundle"));
    if (!bundle) return problem("open", word("wrong-words"));
    Object.assign(this, { key, bundle });
    this.draft = await Draft.kept(this.store, key);
    part("status").textContent = "";
    form("open").reset();
    this.people();
  }

  async lock() {
    await this.draft?.writing;
    Object.assign(this, { key: undefined, bundle: undefined, draft: undefined });
    part("people").replaceChildren();
    part("new-words").textContent = "";
    this.first();
  }

  // --- Whom to ask -------------------------------------------------------------------------------------------------

  people() {
    part("new-words").textContent = "";
    const { language } = this;
    const drawn = this.bundle.consultations.map((one) =>
      make(
        "section",
        { class: "co-section" },
        make("h2", {}, saidIn(one.title, language)),
        make("p", {}, saidIn(one.question, language)),
        make("ul", { class: "co-tablet__people" }, ...one.people.map((person) => this.line(one, person))),
      ),
    );
    const anybody = this.bundle.consultations.some((one) => one.people.length);
    part("people").replaceChildren(...(anybody ? drawn : [make("p", {}, word("nobody"))]));
    show("people", word("title-people"));
    this.count();
  }

  line(consultation, person) {
    const state = this.draft?.state;
    const goesOn = state?.person_id === person.id && state?.consultation_id === consultation.id;
    const done = (this.bundle.written ?? []).includes(`${consultation.id} ${person.id}`);
    const tells = goesOn ? word("goes-on") : done ? word("written") : "";
    const button = make(
      "button",
      { type: "button", class: "govuk-button govuk-button--secondary", "data-code": person.code },
      make("span", {}, `${person.first_name}, ${word("code")} ${person.code}`),
    );
    button.addEventListener("click", () => this.ask(consultation, person, goesOn));
    return make("li", {}, button, tells ? make("span", { class: "co-tag" }, tells) : "");
  }

  person(state) {
    const consultation = this.bundle.consultations.find((one) => one.id === state.consultation_id);
    const person = consultation?.people.find((one) => one.id === state.person_id);
    return person && { consultation, person };
  }

  // One sitting at a time: another one that was begun is gone on with first.
  async ask(consultation, person, goesOn) {
    if (this.draft && !goesOn) {
      const other = this.person(this.draft.state);
      if (other) return this.sitting.go(other.consultation, other.person, this.draft);
    }
    this.draft ??= new Draft(this.store, this.key, begun(consultation, person));
    await this.draft.keep();
    this.sitting.go(consultation, person, this.draft);
  }

  async finish() {
    await this.draft.writing;
    const { state } = this.draft;
    const boundTo = `${this.about.tablet_id}/${state.sent_id}`;
    const row = { sent_id: state.sent_id, tablet_id: this.about.tablet_id, refused: "" };
    row.sealed = await sealedFor(this.about.public_key, boundTo, written(state));
    await this.store.finish(row);
    this.draft = undefined;
    this.bundle.written = [...(this.bundle.written ?? []), `${state.consultation_id} ${state.person_id}`];
    await this.store.put("bundle", await sealed(this.key, "bundle", this.bundle));
    show("kept", word("title-kept"));
    await this.count();
    await this.send();
  }

  async drop() {
    await this.draft?.writing;
    await this.store.dropDraft();
    this.draft = undefined;
    this.people();
  }

  // --- Sending and clearing ----------------------------------------------------------------------------------------

  async count() {
    const rows = await this.store.waiting();
    part("outbox").hidden = !this.about;
    part("waiting-number").textContent = String(rows.length);
    const refused = rows.filter((row) => row.refused).map((row) => make("li", {}, row.refused));
    part("refused").replaceChildren(...refused);
    return rows.length;
  }

  signInFirst(needed) {
    part("sign-in-first").hidden = !needed;
  }

  async send({ again = false, loud = false } = {}) {
    const waiting = await this.count();
    if (!waiting) return loud && (part("status").textContent = word("sent"));
    const { signedIn } = await sendAll(home, this.store, { again, told: () => this.count() });
    this.signInFirst(signedIn === false);
    const left = await this.count();
    part("status").textContent = left ? (loud ? word("waits") : "") : word("sent");
  }

  async clear(anyway) {
    await this.send({ again: true });
    if (!anyway && ((await this.count()) || this.draft || (await this.store.get("draft")))) {
      part("sure").hidden = false;
      return part("clear-anyway").focus();
    }
    await this.endHere();
    await this.store.empty();
    for (const name of await caches.keys()) if (name.startsWith(`${home} `)) await caches.delete(name);
    const registered = await navigator.serviceWorker?.getRegistration(home);
    await registered?.unregister();
    Object.assign(this, { about: undefined, key: undefined, bundle: undefined, draft: undefined });
    for (const id of ["people", "profile", "show", "new-words", "refused", "ways", "stances"]) part(id).replaceChildren();
    for (const one of document.forms) one.reset();
    part("outbox").hidden = true;
    part("sure").hidden = true;
    part("status").textContent = "";
    show("cleared", word("title-cleared"));
  }

  // With a signal the server destroys the key of this taking-along too; without one somebody can end it on the list.
  async endHere() {
    const state = await now(home);
    const token = state?.ends?.[this.about?.tablet_id];
    if (token) await post(home, "end", state.end, { tablet_id: this.about.tablet_id });
  }
}

globalThis.tablet = new Tablet();
await globalThis.tablet.begin();
