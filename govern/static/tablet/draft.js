// The sitting that is being written. Every keystroke is kept, sealed: a closed tab loses nothing.

import { opened, sealed } from "./seal.js";

export function begun(consultation, person) {
  return {
    sent_id: crypto.randomUUID(),
    consultation_id: consultation.id,
    person_id: person.id,
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

export class Draft {
  constructor(store, key, state) {
    Object.assign(this, { store, key, state, writing: Promise.resolve(), newest: false });
  }

  static async kept(store, key) {
    const box = await store.get("draft");
    const state = box && (await opened(key, "draft", box));
    return state ? new Draft(store, key, state) : undefined;
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
      await this.store.put("draft", await sealed(this.key, "draft", this.state));
    });
    return this.writing;
  }
}

// A finished sitting as the server reads it (lifecycle/sheets.py, `Written`).
export function written(state) {
  const base = {
    consultation_id: state.consultation_id,
    person_id: state.person_id,
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
