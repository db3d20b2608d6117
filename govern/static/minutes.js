// Lines of minutes wait in this browser until the server shows that it has them. Every keystroke is kept, so a closed
// tab loses nothing; a line that is sent twice is one, by the token its form drew. Without this script each line is a
// plain form.

const state = document.getElementById("kept");
const store = `minutes:${state.dataset.minutes}`;
const AGAIN = 3000;
const LOOK = 15000;
const GIVE_UP = 10000; // a connection that swallows everything counts as none
let sending = false;
let failed = false; // a line could not be sent, so it is told when it could
let signedOut = false;
let late = 0; // lines that waited for the connection and are there now, since the last line was kept here
let others = 0; // lines of others that came in since then

function read() {
  try {
    return JSON.parse(localStorage.getItem(store)) ?? { typed: {}, waiting: [] };
  } catch {
    return { typed: {}, waiting: [] };
  }
}

// Two tabs of one browser share what waits: it is read anew before each change.
function change(how) {
  const now = read();
  how(now);
  localStorage.setItem(store, JSON.stringify(now));
  return now;
}

function token() {
  const bytes = crypto.getRandomValues(new Uint8Array(12));
  return btoa(String.fromCharCode(...bytes)).replaceAll("+", "-").replaceAll("/", "_");
}

const shown = (token) => document.querySelector(`[data-token="${CSS.escape(token)}"]`);

function say() {
  const { waiting } = read();
  const refused = waiting.filter((line) => line.refused).length;
  const { out, refused: copy, waiting: wait, kept, late: came, others: theirs } = state.dataset;
  const first = signedOut ? out : refused ? copy : waiting.length ? wait : kept;
  const said = [first.replace("{n}", refused || waiting.length)];
  if (late) said.push(came.replace("{n}", late));
  if (others) said.push(theirs.replace("{n}", others));
  if (state.textContent !== said.join(" ")) state.textContent = said.join(" ");
}

// Lines that wait stand under their item, after those the server has.
function show() {
  for (const old of document.querySelectorAll("li[data-waits]")) old.remove();
  for (const line of read().waiting) {
    const list = document.getElementById(`lines-${line.key}`);
    if (!list || shown(line.token)) continue;
    const item = document.createElement("li");
    item.dataset.waits = line.token;
    item.textContent = line.text;
    const soft = document.createElement("span");
    soft.textContent = state.dataset.sent;
    item.append(soft);
    list.append(item);
  }
  say();
}

// One list as the server has it. What did not change stays, and so does the focus on a link in it.
function put(list, fresh, mine) {
  for (const item of [...list.children]) if (item.id && !fresh.querySelector(`#${CSS.escape(item.id)}`)) item.remove();
  for (const item of [...fresh.children]) {
    const here = document.getElementById(item.id);
    if (here?.outerHTML === item.outerHTML) continue;
    if (here) here.replaceWith(item);
    else list.insertBefore(item, list.querySelector("li[data-waits]"));
    if (!here && !mine.has(item.dataset.token)) others += 1;
  }
}

// What the server has, of every note-taker, put in place of the lists here. Forms are left alone.
function take(html) {
  const page = new DOMParser().parseFromString(html, "text/html");
  const lists = page.querySelectorAll("[data-lines]");
  signedOut = !lists.length;
  if (signedOut) return false;
  const mine = new Set(read().waiting.map((line) => line.token));
  for (const fresh of lists) {
    const list = document.getElementById(fresh.id);
    if (list) put(list, fresh, mine);
  }
  change((now) => {
    const gone = now.waiting.filter((line) => shown(line.token));
    if (failed) late += gone.length;
    now.waiting = now.waiting.filter((line) => !gone.includes(line));
    failed &&= now.waiting.length > 0;
  });
  return true;
}

const next = () => read().waiting.find((line) => !line.refused);

// One after the other, also what is written meanwhile. A line leaves only when the server's page shows it.
async function send() {
  if (sending) return;
  sending = true;
  try {
    for (let line = next(); line; line = next()) {
      const form = document.querySelector(`form[data-line="${CSS.escape(line.key)}"]`);
      if (!form) break;
      const fields = new URLSearchParams(new FormData(form));
      fields.set("text", line.text);
      fields.set("token", line.token);
      fields.set("kept_here", "yes");
      const answer = await fetch(form.action, { method: "POST", body: fields, signal: AbortSignal.timeout(GIVE_UP) });
      const html = await answer.text();
      failed ||= answer.status >= 500;
      if (answer.status >= 500) break;
      if (answer.status >= 400) {
        change((now) => {
          for (const one of now.waiting) if (one.token === line.token) one.refused = true;
        });
      } else if (!take(html) || next()?.token === line.token) {
        break;
      }
    }
  } catch {
    failed = true; // no connection: the lines stay, and are sent again
  } finally {
    sending = false;
    show();
  }
}

async function look() {
  try {
    const answer = await fetch(location.pathname + location.search, { signal: AbortSignal.timeout(GIVE_UP) });
    if (answer.ok) take(await answer.text());
  } catch {
    // Seen at the next look.
  }
  show();
}

for (const form of document.querySelectorAll("form[data-line]")) {
  const key = form.dataset.line;
  const field = form.elements.text;
  const kept = read().typed[key];
  if (kept && !field.value.trim()) field.value = kept;
  field.addEventListener("input", () => {
    change((now) => {
      now.typed[key] = field.value;
    });
  });
  field.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) form.requestSubmit();
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const text = field.value.trim();
    if (text) {
      change((now) => {
        now.waiting.push({ key, text, token: form.elements.token.value });
        delete now.typed[key];
      });
      form.elements.token.value = token();
      late = others = 0;
      field.value = "";
    }
    field.focus();
    show();
    send();
  });
}

window.addEventListener("online", send);
setInterval(() => {
  if (next()) send();
}, AGAIN);
setInterval(look, LOOK);
// What was refused is tried once more with the forms of this page, which may be of a new sign-in.
change((now) => {
  for (const line of now.waiting) delete line.refused;
});
show();
send();
