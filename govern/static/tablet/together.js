// Two to four people who are asked together: whom, then from one to the next. Each of them has a view of their own; of
// the others it is said whether they answered, never what.

import { Draft } from "./draft.js";
import { choice, form, make, onPress, part, problem, show, word } from "./page.js";

const FEWEST = 2;
const MOST = 4;

export class Together {
  constructor(tablet) {
    this.tablet = tablet;
    form("together").addEventListener("submit", (event) => this.begin(event));
    form("end-together").addEventListener("submit", (event) => this.end(event));
    onPress("not-together", () => this.tablet.people());
    onPress("leave-together", () => this.tablet.people());
  }

  choose(consultation) {
    this.consultation = consultation;
    const boxes = consultation.people.map((one) => choice("together", one.id, whom(one), "checkbox"));
    part("together-people").replaceChildren(...boxes);
    problem("together", "");
    show("choose-together", word("title-choose-together"));
  }

  // Nobody is written down yet: each of them is asked first whether they want to take part.
  async begin(event) {
    event.preventDefault();
    const people = [...form("together").querySelectorAll("input:checked")].map((box) => box.value);
    if (people.length < FEWEST || people.length > MOST) return problem("together", word("two-to-four"));
    const group = { id: crypto.randomUUID(), consultation_id: this.consultation.id, people, done: {} };
    const { store, key } = this.tablet;
    this.tablet.draft = new Draft(store, key, { group, states: {} });
    await this.tablet.draft.keep();
    this.go();
  }

  // The draft is given where it is over: the list of all who were asked is seen once more.
  go(draft = this.tablet.draft) {
    const { consultations } = this.tablet.bundle;
    this.consultation = consultations.find((one) => one.id === draft.group.consultation_id);
    const people = draft.group.people.map((id) => this.consultation.people.find((one) => one.id === id)).filter(Boolean);
    part("together-lines").replaceChildren(...people.map((one) => this.line(draft, one)));
    problem("end-together", "");
    part("end-together").hidden = draft.over;
    show("together", word("title-together"));
  }

  line(draft, person) {
    const { group, whole } = draft;
    const state = whole.states[person.id];
    const answered = state && (state.picked || state.did || Object.keys(state.placed).length);
    const tells = group.done[person.id] ?? (state ? (answered ? "answered" : "asking") : "not-asked");
    const tag = make("span", { class: "co-tag" }, word(`together-${tells}`));
    if (person.id in group.done) return make("li", {}, make("strong", {}, person.first_name), tag);
    const button = make(
      "button",
      { type: "button", class: "govuk-button govuk-button--secondary", "data-code": person.code },
      make("span", {}, whom(person)),
    );
    button.addEventListener("click", () => this.tablet.turnTo(this.consultation, person));
    return make("li", {}, button, tag);
  }

  // Who is not asked yet is asked another time. What was begun is not lost by it: that is written down first.
  async end(event) {
    event.preventDefault();
    if (Object.keys(this.tablet.draft.whole.states).length) return problem("end-together", word("together-open"));
    await this.tablet.drop({ all: true });
  }
}

export function whom(person) {
  return `${person.first_name}, ${word("code")} ${person.code}`;
}
