// A film of the question in sign language. The society has a link to it, and a link needs signal. Its file can be put
// on this tablet: sealed piece by piece with the words, in the one database. It is played from memory alone.

import { make, part, word } from "./page.js";
import { openedBytes, sealed, sealedBytes, toBase64 } from "./seal.js";

export const MOST = 24 * 1024 * 1024; // the sentences of the page say it too
const PIECE = 3 * 2 ** 18; // a multiple of three: pieces in base64 can stand one behind the other
const FILM = /^video\/[\w.+-]+$/;

export class Films {
  constructor(tablet) {
    this.tablet = tablet;
  }

  of(consultation) {
    return this.tablet.bundle?.films?.[consultation.id];
  }

  // Returns the name of the sentence that says why not.
  async take(consultation, file) {
    if (file.size > MOST) return "film-too-large";
    const bytes = await file.arrayBuffer();
    if (!FILM.test(file.type) || !(await plays(`data:${file.type};base64,${toBase64(bytes)}`))) return "film-none";
    const pieces = [];
    for (let at = 0; at < bytes.byteLength; at += PIECE) pieces.push(bytes.slice(at, at + PIECE));
    const { key, bundle } = this.tablet;
    if (!bundle) return undefined; // closed meanwhile
    try {
      const film = await this.keep(key, file.type, pieces);
      await this.note({ ...bundle.films, [consultation.id]: film });
    } catch {
      await this.tidy();
      return "film-no-room";
    }
    return undefined;
  }

  async keep(key, kind, pieces) {
    const film = { id: crypto.randomUUID(), kind, pieces: pieces.length };
    for (const [number, bytes] of pieces.entries()) {
      await this.tablet.store.put(named(film, number), await sealedBytes(key, named(film, number), bytes));
    }
    return film;
  }

  // Which films there are stands in what was taken along, sealed like it.
  async note(films) {
    const { key, store, bundle } = this.tablet;
    bundle.films = films;
    await store.put("bundle", await sealed(key, "bundle", bundle));
    await this.tidy();
  }

  async drop(consultation) {
    const { [consultation.id]: gone, ...films } = this.tablet.bundle.films;
    await this.note(films);
  }

  async opened(film) {
    const pieces = [];
    for (let number = 0; number < film.pieces; number += 1) {
      const box = await this.tablet.store.get(named(film, number));
      const bytes = await openedBytes(this.tablet.key, named(film, number), box);
      if (!bytes) return undefined;
      pieces.push(bytes);
    }
    return pieces;
  }

  // An address that holds the film; undefined where the browser threw a piece away.
  async address(consultation) {
    const film = this.of(consultation);
    const pieces = film && (await this.opened(film));
    return pieces && `data:${film.kind};base64,${pieces.map(toBase64).join("")}`;
  }

  // Films of the questions that are taken along again, sealed with the new words.
  async anew(consultations, key) {
    const films = {};
    for (const one of consultations) {
      const film = this.of(one);
      const pieces = film && (await this.opened(film));
      if (pieces) films[one.id] = await this.keep(key, film.kind, pieces);
    }
    return films;
  }

  // Pieces of films that nothing names any more go.
  async tidy() {
    const { bundle, store } = this.tablet;
    if (!bundle) return;
    const ids = Object.values(bundle.films ?? {}).map((film) => film.id);
    const gone = (await store.names()).filter((name) => name.startsWith("film ") && !ids.includes(name.split(" ")[1]));
    if (gone.length) await store.putAll({}, gone);
  }

  // What the list of people says of it: what is not here, why, how it comes here, and how it goes without.
  block(consultation) {
    if (!consultation.ways.some((way) => way.kind === "signed")) return "";
    const heading = make("h3", {}, word("way-signed"));
    return make("div", { class: "co-tablet__film-told" }, heading, ...(this.of(consultation) ? this.here(consultation) : this.away(consultation)));
  }

  here(consultation) {
    const off = make("button", { type: "button", class: "govuk-button govuk-button--secondary" }, word("film-off"));
    off.addEventListener("click", async () => {
      await this.drop(consultation);
      this.tablet.people();
    });
    return [make("p", {}, make("span", { class: "co-tag" }, word("film-here"))), make("p", {}, off)];
  }

  away(consultation) {
    const id = `film-${consultation.id}`;
    const why = make("p", { class: "govuk-error-message", id: `${id}-why`, hidden: true });
    const hint = make("p", { class: "govuk-hint", id: `${id}-hint` }, word("film-take"));
    const field = make("input", { type: "file", class: "govuk-file-upload", id, accept: "video/*", "aria-describedby": `${id}-hint ${id}-why` });
    field.addEventListener("change", () => this.chosen(consultation, field, why));
    return [
      make("p", {}, word("film-link")),
      make("p", {}, word("film-paper"), " ", packOf(consultation)),
      make("label", { class: "govuk-label", for: id }, word("film-file")),
      hint,
      why,
      field,
    ];
  }

  async chosen(consultation, field, why) {
    const [file] = field.files;
    if (!file) return;
    part("status").textContent = word("film-sealing");
    const refused = await this.take(consultation, file);
    field.value = "";
    if (!refused) {
      if (part("tablet").dataset.now === "people") this.tablet.people();
      part("status").textContent = word("film-here");
      return;
    }
    why.textContent = part("status").textContent = word(refused);
    why.hidden = false;
  }
}

// Where the printed pack of a question is made: on the plain pages, where there is signal.
export function packOf(consultation) {
  const address = `${part("tablet").dataset.consultations}/${consultation.id}/pack`;
  return make("a", { class: "co-go", href: address }, word("film-pack"));
}

function named(film, number) {
  return `film ${film.id} ${number}`;
}

// Whether this browser can show it: a picture comes of it, and it is no text or sound with another name.
function plays(address) {
  return new Promise((resolve) => {
    const film = make("video", { preload: "metadata", muted: true });
    film.addEventListener("loadedmetadata", () => resolve(film.videoWidth > 0));
    film.addEventListener("error", () => resolve(false));
    film.src = address;
  });
}
