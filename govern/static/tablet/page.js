// Words, screens and fields of the page. Everything a person typed goes in as text, never as markup.

const said = document.getElementById("said")?.content;

export function word(name) {
  return said?.querySelector(`[data-word="${CSS.escape(name)}"]`)?.textContent ?? "";
}

export function part(id) {
  return document.getElementById(id);
}

export function make(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name === "onclick") made.addEventListener("click", value);
    else if (value !== undefined && value !== false) made.setAttribute(name, value === true ? "" : value);
  }
  made.append(...children.filter((one) => one !== undefined && one !== ""));
  return made;
}

// One screen is there at a time; the heading says which, and has the focus.
export function show(name, title, language) {
  for (const one of document.querySelectorAll("[data-screen]")) one.hidden = one.dataset.screen !== name;
  part("tablet").dataset.now = name; // while somebody is asked, nothing else is on the page (look/tablet.css)
  part("status").textContent = "";
  const heading = part("title");
  heading.textContent = title;
  if (language) heading.lang = language;
  else heading.removeAttribute("lang");
  document.title = word(`title-${name}`); // browsers write titles to disk: no name and no question stands in one
  heading.focus({ preventScroll: true });
  window.scrollTo(0, 0);
}

export function problem(name, words) {
  const place = document.querySelector(`[data-problem="${name}"]`);
  place.textContent = words ?? "";
  place.hidden = !words;
  if (words) place.closest("form").querySelector("button")?.before(place);
  part("status").textContent = words ?? "";
}

// A press that does something else than send its form: without this, the button would send it too.
export function onPress(id, act) {
  part(id).type = "button";
  part(id).addEventListener("click", act);
}

export function form(act) {
  return document.querySelector(`form[data-act="${act}"]`);
}

// What stands in a form, by the names of its fields; a box that is not ticked is "".
export function typed(made) {
  const found = {};
  for (const field of made.elements) {
    if (!field.name) continue;
    if (field.type === "radio") found[field.name] ??= "";
    if (field.type === "checkbox" || field.type === "radio") {
      if (field.checked) found[field.name] = field.value;
      else found[field.name] ??= "";
    } else found[field.name] = field.value;
  }
  return found;
}

export function fill(made, values) {
  for (const field of made.elements) {
    if (!field.name) continue;
    const value = values[field.name] ?? "";
    if (field.type === "checkbox" || field.type === "radio") field.checked = field.value === value;
    else field.value = value;
  }
}

// A choice as web/fields.html draws it.
export function choice(name, value, words, type = "radio") {
  const id = `${name}-${value.replaceAll(" ", "-")}`;
  return make(
    "div",
    { class: "co-answer" },
    make("input", { type, id, name, value }),
    make("label", { for: id }, make("span", {}, words)),
  );
}

export function saidIn(words, language) {
  return words?.[language] || words?.en || Object.values(words ?? {})[0] || "";
}
