// What is being written: one sitting, or those of two to four people who are asked together, each with their own.
// Every keystroke is kept, sealed: a closed tab loses nothing.

import { opened, sealed } from "./seal.js";

export function begun(consultation, person, group) {
  return {
    sent_id: crypto.randomUUID(),
    consultation_id: consultation.id,
    person_id: person.id,
    group_id: group?.id ?? null,
    began_at: new Date().toISOString(),
    screen: "person",
    way: person.planned ?? "",
    order: mixed(consultation.cards.map((card) => card.id)),
    placed: {},
    picked: "",
  };
}

// No card is always the first: the order is drawn anew for each sitting, and written down.
export function mixed(ids) {
  const order = [...ids];
  for (let last = order.length - 1; last > 0; last -= 1) {
    const other = below(last + 1);
    [order[last], order[other]] = [order[other], order[last]];
  }
  return order;
}

function below(most) {
  const fair = Math.floor(2 ** 32 / most) * most;
  for (;;) {
    const [lot] = crypto.getRandomValues(new Uint32Array(1));
    if (lot < fair) return lot % most;
  }
}

// `whole`: `states` by person; `at`, whose turn it is; and for those asked together `group`: its id, the question, the
// people in their order, and how it ended for each of them (`done`).
export class Draft {
  constructor(store, key, whole = { states: {} }) {
    Object.assign(this, { store, key, whole, writing: Promise.resolve(), newest: false });
  }

  static async kept(store, key) {
    const box = await store.get("draft");
    const whole = box && (await opened(key, "draft", box));
    return whole ? new Draft(store, key, whole) : undefined;
  }

  get state() {
    return this.whole.states[this.whole.at];
  }

  get group() {
    return this.whole.group;
  }

  // Whether this person is being asked, or is one of those together whom nobody asked yet.
  holds(consultation, person) {
    const { group, states } = this.whole;
    if (group?.consultation_id === consultation.id && group.people.includes(person.id)) return !(person.id in group.done);
    return states[person.id]?.consultation_id === consultation.id;
  }

  turnTo(consultation, person) {
    this.whole.states[person.id] ??= begun(consultation, person, this.group);
    this.whole.at = person.id;
    return this.keep();
  }

  change(parts) {
    Object.assign(this.state, parts);
    this.keep();
  }

  // One write at a time; what was typed meanwhile goes with the next.
  keep() {
    if (this.newest) return this.writing;
    this.newest = true;
    this.writing = this.writing.then(async () => {
      this.newest = false;
      await this.store.put("draft", await sealed(this.key, "draft", this.whole));
    });
    return this.writing;
  }

  // What of it is about a question and people that are taken along again; undefined where nothing is.
  within(consultations) {
    const one = consultations.find((other) => other.id === (this.group ?? Object.values(this.whole.states)[0])?.consultation_id);
    if (!one) return undefined;
    const there = Object.entries(this.whole.states).filter(([id]) => one.people.some((person) => person.id === id));
    return this.group || there.length ? { ...this.whole, states: Object.fromEntries(there), at: undefined } : undefined;
  }

  // Nobody is left whose view could still be written down here.
  get over() {
    const { group, states } = this.whole;
    return !Object.keys(states).length && (!group || group.people.every((id) => id in group.done));
  }

  // The sitting of whose turn it is goes into the outbox; those of the others stay as they are.
  async finish(row) {
    const done = { ...this.group?.done, [this.state.person_id]: ending(this.state) };
    const rest = { ...this.others(), group: this.group && { ...this.group, done } };
    await this.writing;
    this.whole = rest;
    await this.store.finish(row, this.over ? undefined : await sealed(this.key, "draft", rest));
  }

  // Nothing of whose turn it is stays.
  async drop() {
    await this.writing;
    this.whole = this.others();
    await (this.over ? this.store.dropDraft() : this.keep());
  }

  others() {
    const { [this.whole.at]: gone, ...states } = this.whole.states;
    return { ...this.whole, states, at: undefined };
  }
}

function ending(state) {
  if (state.assent !== "given") return "declined";
  return state.stopped_how ? "stopped" : "finished";
}

// A finished sitting as the server reads it (lifecycle/sheets.py, `Written`).
export function written(state) {
  const base = {
    consultation_id: state.consultation_id,
    person_id: state.person_id,
    group_id: state.group_id,
    began_at: state.began_at,
    ended_at: new Date().toISOString(),
    adaptation: state.way,
    assent: state.assent,
    assent_how: state.assent_how,
  };
  if (state.assent !== "given") return base;
  const shown = { ...base, shown_order: state.order, present: present(state) };
  if (state.stopped_how) return { ...shown, stopped_how: state.stopped_how };
  return {
    ...shown,
    picked: state.picked,
    placed: Object.entries(state.placed),
    given_by: state.given_by,
    did: state.did,
    meant: state.more ? "" : state.meant,
    read: state.more ? null : read(state),
  };
}

function present(state) {
  const found = [];
  if (state.supporter) found.push({ as: "supporter", name: state.supporter, delivers_care: Boolean(state.carer) });
  if (state.interpreter) found.push({ as: "interpreter", name: state.interpreter, delivers_care: false });
  if (state.observer) found.push({ as: "observer", name: state.observer, delivers_care: false });
  return found;
}

function read(state) {
  const [stance, card] = (state.stance ?? "").split(" ");
  return {
    stance,
    card: card ?? null,
    leaning: Boolean(state.leaning),
    evidence: state.evidence,
    confidence: state.confidence,
    knows: state.knows ?? "",
  };
}

// What is still missing, as the name of a sentence; undefined where it can be finished.
export function missing(state) {
  if (!state.given_by || !(state.did ?? "").trim()) return "say-facts";
  if (state.more) return undefined;
  if (!state.stance || !state.evidence || !state.confidence) return "say-meaning";
  if (state.given_by === "behaviour" && state.evidence !== "observed") return "observed";
  const [stance] = state.stance.split(" ");
  if (state.leaning && !["for", "against", "card"].includes(stance)) return "not-a-leaning";
  return undefined;
}
