// Lines of minutes wait in this browser until the server shows that it has them. Every keystroke is kept, so a closed
// tab loses nothing; a line that is sent twice is one, by the token its form drew. Without this script each line is a
// plain form.

const state = document.getElementById("kept");
const store = `minutes:${state.dataset.minutes}`;
const AGAIN = 3000;
const LOOK = 15000;
let sending = false;

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

function say() {
  const { waiting } = read();
  const refused = waiting.filter((line) => line.refused).length;
  const words = refused ? state.dataset.refused : waiting.length ? state.dataset.waiting : state.dataset.kept;
  const said = words.replace("{n}", String(refused || waiting.length));
  if (state.textContent !== said) state.textContent = said;
}

// Lines that wait stand under their item, after those the server has.
function show() {
  for (const shown of document.querySelectorAll("li[data-waits]")) shown.remove();
  for (const line of read().waiting) {
    const list = document.getElementById(`lines-${line.key}`);
    if (!list || list.querySelector(`[data-token="${CSS.escape(line.token)}"]`)) continue;
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

// What the server has, of every note-taker, put in place of the lists here. Forms are left alone.
function take(html) {
  const page = new DOMParser().parseFromString(html, "text/html");
  const lists = page.querySelectorAll("[data-lines]");
  if (!lists.length) return false;
  for (const list of lists) document.getElementById(list.id)?.replaceChildren(...list.childNodes);
  const there = (line) => document.querySelector(`[data-token="${CSS.escape(line.token)}"]`);
  change((now) => {
    now.waiting = now.waiting.filter((line) => !there(line));
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
      const answer = await fetch(form.action, { method: "POST", body: fields });
      const html = await answer.text();
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
    // No connection: the lines stay, and are sent again.
  } finally {
    sending = false;
    show();
  }
}

async function look() {
  try {
    const answer = await fetch(location.pathname + location.search);
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
show();
send();
