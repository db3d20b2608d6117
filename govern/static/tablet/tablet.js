// The page that works without a connection: which screen is there, and what a press does. What it is made of stands in
// page.js (words and fields), seal.js, store.js, draft.js, films.js, showing.js, sitting.js, together.js, sending.js.

import { fromBase64, keyFrom, newSalt, opened, plainWords, ROUNDS, sealed, sealedFor } from "./seal.js";
import { Store } from "./store.js";
import { Draft, written } from "./draft.js";
import { Films } from "./films.js";
import { make, onPress, part, problem, saidIn, show, typed, form, word } from "./page.js";
import { now, post, sendAll } from "./sending.js";
import { Sitting } from "./sitting.js";
import { Together, whom } from "./together.js";

const root = part("tablet");
const home = root.dataset.home;
const short = home.split("/")[2];
const OWN_WORDS = 20;
// Where something that was opened, or that somebody said, is drawn into the page.
const OPENED = ["people", "profile", "show", "new-words", "ways", "stances", "film-note", "assent-question", "picked-line"];
OPENED.push("together-people", "together-lines");

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
    this.films = new Films(this);
    this.sitting = new Sitting(this);
    this.together = new Together(this);
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
    onPress("take-again", () => this.takeAgain());
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
    const words = own || said.words;
    await this.keep(said, words);
    form("take").reset();
    await this.install();
    await this.count();
    part("status").textContent = "";
    if (own) return this.people();
    part("new-words").textContent = words;
    show("words", word("title-words"));
  }

  // What was taken along, sealed with new words. What is here already goes over to them: what is being written, and
  // films of questions that are taken along again. All of it in one step, so that a closed tab opens with one or the other.
  async keep(said, words) {
    const salt = newSalt();
    const key = await keyFrom(words, salt);
    const about = { tablet_id: said.tablet_id, public_key: fromBase64(said.public_key), salt, rounds: ROUNDS };
    const bundle = { ...said.bundle, films: await this.films.anew(said.bundle.consultations, key) };
    await this.draft?.writing;
    const whole = this.draft?.within(bundle.consultations);
    const draft = whole && new Draft(this.store, key, whole);
    const kept = { about, bundle: await sealed(key, "bundle", bundle) };
    if (draft) kept.draft = await sealed(key, "draft", draft.whole);
    await this.store.putAll(kept, draft ? [] : ["draft"]);
    Object.assign(this, { key, about, bundle, draft });
    await this.films.tidy();
  }

  // What is sealed with the words of before can only be taken over by who opened it.
  async takeAgain() {
    const names = await this.store.names();
    if (!this.key && names.some((name) => name === "draft" || name.startsWith("film "))) {
      show("locked", word("title-locked"));
      return (part("status").textContent = word("open-first"));
    }
    show("take", word("title-take"));
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
    await this.films.tidy();
    part("status").textContent = "";
    form("open").reset();
    this.people();
  }

  async lock() {
    await this.draft?.writing;
    this.forget();
    this.first();
  }

  // Nothing that was opened stays in the page.
  forget() {
    Object.assign(this, { key: undefined, bundle: undefined, draft: undefined });
    for (const id of OPENED) part(id).replaceChildren();
    for (const one of document.querySelectorAll("[data-whom]")) one.textContent = "";
    for (const one of document.forms) one.reset();
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
        this.askTogether(one),
        this.films.block(one),
      ),
    );
    const anybody = this.bundle.consultations.some((one) => one.people.length);
    part("people").replaceChildren(...(anybody ? drawn : [make("p", {}, word("nobody"))]));
    show("people", word("title-people"));
    this.count();
  }

  askTogether(consultation) {
    if (consultation.people.length < 2) return "";
    const button = make("button", { type: "button", class: "govuk-button govuk-button--secondary" }, word("ask-together"));
    button.addEventListener("click", () => (this.draft ? this.goOn() : this.together.choose(consultation)));
    return make("p", {}, button);
  }

  line(consultation, person) {
    const goesOn = this.draft?.holds(consultation, person);
    const done = (this.bundle.written ?? []).includes(`${consultation.id} ${person.id}`);
    const tells = goesOn ? word("goes-on") : done ? word("written") : "";
    const button = make(
      "button",
      { type: "button", class: "govuk-button govuk-button--secondary", "data-code": person.code },
      make("span", {}, whom(person)),
    );
    button.addEventListener("click", () => (this.draft ? this.goOn() : this.turnTo(consultation, person)));
    return make("li", {}, button, tells ? make("span", { class: "co-tag" }, tells) : "");
  }

  // One sitting at a time, or one group: what was begun is gone on with before another is.
  goOn() {
    if (!this.draft) return this.people();
    if (this.draft.group) return this.together.go();
    const [state] = Object.values(this.draft.whole.states);
    const consultation = this.bundle.consultations.find((one) => one.id === state.consultation_id);
    return this.turnTo(consultation, consultation.people.find((one) => one.id === state.person_id));
  }

  async turnTo(consultation, person) {
    this.draft ??= new Draft(this.store, this.key);
    await this.draft.turnTo(consultation, person);
    this.sitting.go(consultation, person, this.draft);
  }

  async finish() {
    const { draft } = this;
    if (!draft?.state || draft.finishing) return;
    const { state, group } = draft;
    draft.finishing = true; // a second press does not finish the next one
    const boundTo = `${this.about.tablet_id}/${state.sent_id}`;
    const row = { sent_id: state.sent_id, tablet_id: this.about.tablet_id, refused: "" };
    row.sealed = await sealedFor(this.about.public_key, boundTo, written(state));
    await draft.finish(row);
    draft.finishing = false;
    if (draft.over) this.draft = undefined;
    this.bundle.written = [...(this.bundle.written ?? []), `${state.consultation_id} ${state.person_id}`];
    await this.store.put("bundle", await sealed(this.key, "bundle", this.bundle));
    if (group) this.together.go(draft);
    else show("kept", word("title-kept"));
    await this.count();
    await this.send();
  }

  // Of whose turn it is nothing stays; `all`: nor is anybody else of the group asked now.
  async drop({ all = false } = {}) {
    await this.draft.writing;
    if (all) await this.store.dropDraft();
    else await this.draft.drop();
    if (all || this.draft.over) this.draft = undefined;
    this.goOn();
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
    this.about = undefined;
    this.forget();
    part("refused").replaceChildren();
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
