// One sitting, screen by screen: how to ask this person, assent first, the question full screen, stop, facts, meaning.

import { missing } from "./draft.js";
import { choice, fill, form, make, onPress, part, problem, saidIn, show, typed, word } from "./page.js";
import { packOf } from "./films.js";
import { draw, questionOf, Scan, showing, triedBy, wayOf } from "./showing.js";

const PROFILE = ["best_way", "works", "works_not", "supporters", "sign_yes", "sign_no", "sign_stop", "posture", "time_of_day"];

export class Sitting {
  constructor(tablet) {
    this.tablet = tablet;
    this.scan = new Scan(showing());
    for (const act of ["way", "assent", "stopped", "facts"]) {
      form(act).addEventListener("input", () => this.typing(act));
      form(act).addEventListener("submit", (event) => this.send(event, act));
    }
    onPress("back-to-people", () => this.leave());
    for (const id of ["others-assent", "others-facts"]) onPress(id, () => this.tablet.goOn());
    onPress("drop", () => this.tablet.drop());
    onPress("not-stopped", () => this.to("show", { stopped_how: "" }));
    onPress("show-again", () => this.to("show"));
    onPress("stop-late", () => this.to("stopped"));
  }

  get state() {
    return this.draft.state;
  }

  go(consultation, person, draft) {
    Object.assign(this, { consultation, asked: person, draft });
    this.to(this.state.screen);
  }

  to(screen, parts = {}) {
    this.draft.change({ ...parts, screen });
    this.scan.end();
    showing().querySelector("video")?.pause();
    for (const one of document.querySelectorAll("[data-whom]")) one.textContent = this.asked.first_name;
    for (const one of ["others-assent", "others-facts"]) part(one).hidden = !this.draft.group;
    const screens = {
      person: () => this.screenOfPerson(),
      assent: () => this.screenOfAssent(),
      show: () => this.screenOfShow(),
      stopped: () => this.screenOfStopped(),
      facts: () => this.screenOfFacts(),
    };
    screens[screen]();
  }

  // Every keystroke is kept at once.
  typing(act) {
    this.draft.change(typed(form(act)));
    if (act === "facts") part("meaning").hidden = Boolean(this.state.more);
    if (act === "way") this.tellOfFilm();
  }

  send(event, act) {
    event.preventDefault();
    this.draft.change(typed(form(act)));
    problem(act, "");
    const done = { way: () => this.wayDone(), assent: () => this.assentDone(), stopped: () => this.stoppedDone(), facts: () => this.factsDone() };
    done[act]();
  }

  // What is not begun yet leaves nothing behind.
  async leave() {
    if (this.state.assent) return this.draft.group ? this.tablet.goOn() : this.tablet.people();
    return this.tablet.drop();
  }

  // --- How to ask them ---------------------------------------------------------------------------------------------

  screenOfPerson() {
    part("profile").replaceChildren(...profileOf(this.asked));
    const ways = this.consultation.ways.map((one) => choice("way", one.kind, word(`way-${one.kind}`)));
    part("ways").replaceChildren(...ways);
    fill(form("way"), this.state);
    this.tellOfFilm();
    show("person", this.asked.first_name);
  }

  // A signed film that was not taken along: before they go on, and with the paper way beside it.
  tellOfFilm() {
    const lacks = this.state.way === "signed" && !this.tablet.films.of(this.consultation);
    const told = [make("p", {}, word("film-link")), make("p", {}, word("film-paper"), " ", packOf(this.consultation))];
    part("film-note").replaceChildren(...(lacks ? told : []));
  }

  wayDone() {
    if (!this.state.way) return problem("way", word("choose-way"));
    this.to("assent");
  }

  // --- Assent comes first ------------------------------------------------------------------------------------------

  screenOfAssent() {
    part("assent-question").textContent = questionOf(this.consultation, this.state, this.tablet.language);
    fill(form("assent"), { scan: "0", ...this.state });
    show("assent", word("title-assent"));
  }

  assentDone() {
    if (!this.state.assent || !(this.state.assent_how ?? "").trim()) return problem("assent", word("choose-assent"));
    if (this.state.assent === "declined") return this.tablet.finish();
    this.to("show");
  }

  // --- The question full screen ------------------------------------------------------------------------------------

  screenOfShow() {
    const { bundle } = this.tablet;
    const acts = {
      picked: (value) => this.to("facts", { picked: value }),
      placed: (card, place) => this.placed(card, place),
      stop: () => this.to("stopped"),
      done: () => this.to("facts"),
    };
    const { consultation, asked: person, state } = this;
    const film = state.way === "signed" && this.tablet.films.of(consultation) && this.tablet.films.address(consultation);
    draw(showing(), { consultation, person, state, texts: bundle.texts, pictures: bundle.pictures, acts, film });
    show("show", questionOf(consultation, state, person.language), person.language);
    this.scan.begin(Number(state.scan ?? 0));
  }

  placed(card, place) {
    const placed = { ...this.state.placed };
    if (place) placed[card] = place;
    else delete placed[card];
    this.to("show", { placed });
  }

  // --- They want to stop -------------------------------------------------------------------------------------------

  screenOfStopped() {
    fill(form("stopped"), this.state);
    show("stopped", word("title-stopped"));
  }

  // Nothing of a view stays on this device either (invariant 72).
  stoppedDone() {
    if (!(this.state.stopped_how ?? "").trim()) return problem("stopped", word("say-stop"));
    const none = Object.fromEntries(["given_by", "did", "meant", "stance", "evidence", "confidence", "leaning"].map((name) => [name, ""]));
    this.draft.change({ ...none, picked: "", placed: {} });
    this.tablet.finish();
  }

  // --- What happened, and apart from it what it was taken to mean ---------------------------------------------------

  screenOfFacts() {
    part("picked-line").textContent = this.state.picked ? `${word("picked")} ${this.pickedWords()}` : word("nothing-picked");
    const plain = ["for", "against", "not_sure", "not_saying", "no_clear_view"];
    const stances = plain.map((one) => [one, word(`stance-${one}`)]);
    const cards = this.consultation.cards.filter((card) => card.counts_as === "itself");
    const all = [...cards.map((card) => [`card ${card.id}`, saidIn(card.words, this.tablet.language)]), ...stances];
    const there = this.consultation.asks === "between" ? all.filter(([one]) => one !== "for" && one !== "against") : stances;
    part("stances").replaceChildren(...there.map(([value, words]) => choice("stance", value, words)));
    fill(form("facts"), { more: this.isTriedOn() ? "yes" : "", ...this.state });
    part("meaning").hidden = Boolean(typed(form("facts")).more);
    show("facts", word("title-facts"));
  }

  // Days of trying out are left: what it means is said after the last of them, if nobody says otherwise.
  isTriedOn() {
    const { kind, tries } = wayOf(this.consultation, this.state);
    return kind === "trying" && triedBy({ tries }).length < tries.length;
  }

  pickedWords() {
    const card = this.consultation.cards.find((one) => one.id === this.state.picked);
    const texts = this.tablet.bundle.texts[this.tablet.language];
    return card ? saidIn(card.words, this.tablet.language) : texts[this.state.picked];
  }

  factsDone() {
    const lacks = missing(this.state);
    if (lacks) return problem("facts", word(lacks));
    this.tablet.finish();
  }
}

function profileOf(person) {
  if (!person.profile) return [make("p", {}, word("no-profile"))];
  const lines = PROFILE.filter((name) => person.profile[name]).map((name) =>
    make("div", {}, make("dt", {}, word(`profile-${name}`)), make("dd", {}, profileWords(name, person.profile[name]))),
  );
  return [make("dl", { class: "co-facts" }, ...lines)];
}

function profileWords(name, said) {
  return name === "best_way" ? word(`way-${said}`) : said;
}
