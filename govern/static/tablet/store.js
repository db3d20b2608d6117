// The one database of this page: everything in it is sealed, or says nothing of anybody.
//
//   kept     name -> value: `about` (in clear: which tablet, salt, public key), `bundle`, `draft` and pieces of films,
//            `film <id> <number>` (sealed with words)
//   outbox   sent_id -> {tablet_id, sealed, refused}: finished sittings, sealed to the server

const VERSION = 1;

function asked(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

export class Store {
  constructor(name) {
    this.name = name;
  }

  async database() {
    if (!this.open) {
      const request = indexedDB.open(this.name, VERSION);
      request.onupgradeneeded = () => {
        request.result.createObjectStore("kept");
        request.result.createObjectStore("outbox", { keyPath: "sent_id" });
      };
      this.open = await asked(request);
      this.open.onversionchange = () => this.close();
    }
    return this.open;
  }

  close() {
    this.open?.close();
    this.open = undefined;
  }

  // Resolves when it is on disk, not when it is asked for: a closed tab loses nothing that was promised.
  async write(stores, act) {
    const database = await this.database();
    const transaction = database.transaction(stores, "readwrite", { durability: "strict" });
    const done = new Promise((resolve, reject) => {
      transaction.oncomplete = resolve;
      transaction.onabort = transaction.onerror = () => reject(transaction.error);
    });
    act(...stores.map((name) => transaction.objectStore(name)));
    await done;
  }

  async read(store, act) {
    const database = await this.database();
    return asked(act(database.transaction(store).objectStore(store)));
  }

  get(name) {
    return this.read("kept", (kept) => kept.get(name));
  }

  put(name, value) {
    return this.putAll({ [name]: value });
  }

  // All of it or nothing; `gone` are names that go in the same step.
  putAll(values, gone = []) {
    return this.write(["kept"], (kept) => {
      for (const [name, value] of Object.entries(values)) kept.put(value, name);
      for (const name of gone) kept.delete(name);
    });
  }

  names() {
    return this.read("kept", (kept) => kept.getAllKeys());
  }

  // A finished sitting goes into the outbox and out of the draft in one step: it is never in neither, never in both.
  // `rest` is what is left of the draft where people are asked together.
  finish(row, rest) {
    return this.write(["kept", "outbox"], (kept, outbox) => {
      outbox.put(row);
      if (rest) kept.put(rest, "draft");
      else kept.delete("draft");
    });
  }

  dropDraft() {
    return this.putAll({}, ["draft"]);
  }

  waiting() {
    return this.read("outbox", (outbox) => outbox.getAll());
  }

  refuse(row, words) {
    return this.write(["outbox"], (outbox) => outbox.put({ ...row, refused: words }));
  }

  sent(sentId) {
    return this.write(["outbox"], (outbox) => outbox.delete(sentId));
  }

  async empty() {
    this.close();
    await asked(indexedDB.deleteDatabase(this.name));
  }
}
