// The question full screen: cards to touch, places to put them, faces, yes and no. Large, quiet, no time-outs.

import { make, part, saidIn } from "./page.js";

const PLACES = ["good", "middle", "bad"];

// Draws `state` of a sitting into the page. `picked(value)`, `placed(card, place)`, `stop()` and `done()` say what was
// pressed; the page draws again after each.
// `film` is the promise of a film's address where it was taken along.
export function draw(place, { consultation, person, state, texts, pictures, acts, film }) {
  const language = texts[person.language] ? person.language : Object.keys(texts)[0];
  const words = texts[language];
  const way = wayOf(consultation, state);
  const cards = state.order.map((id) => consultation.cards.find((card) => card.id === id)).filter(Boolean);
  place.replaceChildren();
  place.lang = language;
  if (way.kind === "easy") place.append(easyLines(way, language));
  if (way.kind === "signed") signed(place, { film, link: way.link, words });
  if (way.kind === "trying") place.append(...tried(way, { cards, language, words }));
  const tells = { cards, language, words, way, state, pictures, acts };
  if (way.kind === "mat" || way.kind === "sorting") mat(place, tells);
  else if (way.kind !== "observing") place.append(grid(choices(consultation, tells), acts.picked, Boolean(way.faces?.length)));
  const ways = [
    { value: "not_saying", words: words.not_saying, picture: pictures.not_saying, press: () => acts.picked("not_saying") },
    { value: "stop", words: words.stop, picture: pictures.stop, stop: true, press: acts.stop },
  ];
  place.append(row(way.kind === "observing" ? ways.slice(1) : ways)); // nothing is asked there, so nothing is not said
  const on = make("button", { type: "button", class: "govuk-button govuk-button--secondary", id: "showing-done", onclick: acts.done }, way.kind === "observing" ? words.enough : words.write);
  place.append(make("p", {}, on));
}

export function wayOf(consultation, state) {
  return consultation.ways.find((one) => one.kind === state.way) ?? { kind: state.way, words: {} };
}

// The film that was taken along, from memory; where it was not and there is signal, the link in another window, so
// that the question stays where it is.
function signed(place, { film, link, words }) {
  const there = make("div", { class: "co-press co-press--row" });
  place.append(there);
  if (!film) return watch(there, link, words);
  const shown = make("video", { class: "co-tablet__film", controls: true, playsinline: true, "aria-label": words.film });
  const again = () => {
    shown.currentTime = 0;
    shown.play();
  };
  place.insertBefore(shown, there);
  there.append(button({ value: "film", words: words.film, press: again }));
  film.then((address) => {
    if (address) shown.src = address;
    else {
      shown.remove();
      there.replaceChildren();
      watch(there, link, words);
    }
  });
}

function watch(there, link, words) {
  if (!link || !navigator.onLine) return;
  there.append(make("a", { class: "co-press__way", href: link, target: "_blank", rel: "noopener noreferrer" }, words.film));
}

// What is tried on which day; the question is how it was. The day that is today, or was the last, is marked.
function tried(way, { cards, language, words }) {
  const last = triedBy(way).at(-1);
  const lines = way.tries.map((one) => {
    const card = cards.find((other) => other.id === one.card);
    const now = one === last;
    const line = make("li", { "aria-current": now ? "date" : undefined }, `${one.day[language]}: ${saidIn(card?.words, language)} `);
    if (one.on === today()) line.append(make("span", { class: "co-tag" }, words.today));
    const picture = now ? (card?.photograph ?? card?.symbol) : undefined;
    if (picture) line.append(make("img", { src: picture, alt: "" }));
    return line;
  });
  return [make("ol", { class: "co-tried co-tablet__tried" }, ...lines), make("h2", {}, words.how)];
}

// What was tried by now.
export function triedBy(way, day = today()) {
  return way.tries.filter((one) => one.on <= day);
}

// By the tablet's own calendar, as a day of trying out is written.
function today() {
  const now = new Date();
  return new Date(now - now.getTimezoneOffset() * 60000).toISOString().slice(0, 10);
}

export function questionOf(consultation, state, language) {
  return saidIn(wayOf(consultation, state).words, language) || saidIn(consultation.question, language);
}

function choices(consultation, { cards, language, words, way, pictures }) {
  if (way.kind === "faces" || way.kind === "trying") {
    return way.faces.map((face) => ({ value: face, words: words[face], picture: pictures[face] }));
  }
  const plain = ["yes", "no", "not_sure"].map((value) => ({ value, words: words[value], picture: pictures[value] }));
  if (way.kind === "yes_no" || !cards.length) return plain;
  const bare = way.kind === "words" || way.kind === "signed";
  return [...cards.map((card) => cardOf(card, language, way.kind, bare)), plain[2]];
}

// A card with the picture that fits the way: a photograph, a symbol, or the name of the object that lies there.
function cardOf(card, language, kind, bare = false) {
  const picture = kind === "symbols" ? (card.symbol ?? card.photograph) : (card.photograph ?? card.symbol);
  return {
    value: card.id,
    words: saidIn(card.words, language),
    more: kind === "objects" ? saidIn(card.object, language) : "",
    picture: bare ? undefined : picture,
  };
}

function button({ value, words, more, picture, stop, wide, press }) {
  const inside = [make("span", {}, words, more ? make("small", {}, more) : "")];
  if (picture) inside.unshift(make("img", { src: picture, alt: "", ...(wide ? { width: 480, height: 320 } : {}) }));
  return make("button", { type: "button", class: stop ? "co-stop" : undefined, "data-value": value, onclick: press }, ...inside);
}

function grid(all, picked, faces = false) {
  const columns = `${all.length > 2 ? "co-press--3" : "co-press--2"}${faces ? " co-press--faces" : ""}`;
  const drawn = all.map((one) => button({ ...one, press: () => picked(one.value) }));
  return make("div", { class: `co-press ${columns}` }, ...drawn);
}

function row(all) {
  return make("div", { class: "co-press co-press--row co-press--2" }, ...all.map(button));
}

function easyLines(way, language) {
  const rows = way.easy?.[language] ?? Object.values(way.easy ?? {})[0] ?? [];
  const lines = rows.map((row) =>
    make("li", {}, row.picture ? make("img", { src: row.picture, alt: "" }) : make("span"), make("p", {}, row.words)),
  );
  return make("ol", { class: "co-easy" }, ...lines);
}

// One card after the other is put in one of three places; a card that lies can be taken up again.
function mat(place, { cards, language, words, way, state, pictures, acts }) {
  const next = cards.find((card) => !(card.id in state.placed));
  if (next) {
    const { picture, words: name } = cardOf(next, language, way.kind);
    const shown = [make("figcaption", {}, name)];
    if (picture) shown.unshift(make("img", { src: picture, alt: "" }));
    place.append(make("figure", { class: "co-tablet__card" }, ...shown));
    const places = PLACES.map((one) =>
      button({ value: one, words: words[`place-${one}`], picture: pictures[`place-${one}`], press: () => acts.placed(next.id, one) }),
    );
    place.append(make("div", { class: "co-press co-press--3" }, ...places));
  }
  const lying = cards.filter((card) => card.id in state.placed);
  if (!lying.length) return;
  const columns = PLACES.map((one) => {
    const there = lying.filter((card) => state.placed[card.id] === one);
    const taken = there.map((card) => button({ ...cardOf(card, language, way.kind), press: () => acts.placed(card.id, undefined) }));
    return make("div", { class: "co-tablet__place" }, make("h2", {}, words[`place-${one}`]), make("div", { class: "co-press" }, ...taken));
  });
  place.append(make("div", { class: "co-tablet__mat" }, ...columns));
}

// For one switch: a frame goes round, the space bar or a press anywhere takes what is in the frame. It never ends by
// itself, and with no seconds it does not begin.
export class Scan {
  constructor(place) {
    this.place = place;
    this.take = (event) => this.taken(event);
  }

  begin(seconds) {
    this.end();
    if (!seconds) return;
    this.at = -1;
    this.timer = setInterval(() => this.next(), seconds * 1000);
    document.addEventListener("keydown", this.take, true);
    this.place.addEventListener("click", this.take, true);
    this.next();
  }

  get buttons() {
    return [...this.place.querySelectorAll("button")].filter((one) => one.offsetParent !== null);
  }

  next() {
    const all = this.buttons;
    if (!all.length) return;
    this.at = (this.at + 1) % all.length;
    for (const [number, one] of all.entries()) one.classList.toggle("co-tablet__frame", number === this.at);
    all[this.at].scrollIntoView({ block: "nearest" });
  }

  taken(event) {
    if (event.type === "keydown" && event.key !== " ") return;
    if (!event.isTrusted) return;
    event.preventDefault();
    event.stopPropagation();
    if (event.repeat) return;
    this.buttons[this.at]?.click();
  }

  end() {
    clearInterval(this.timer);
    document.removeEventListener("keydown", this.take, true);
    this.place.removeEventListener("click", this.take, true);
  }
}

export function showing() {
  return part("show");
}
