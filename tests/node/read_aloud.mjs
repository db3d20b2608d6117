// Reads a page of HTML from standard input and prints, as JSON, what a screen reader would say from top to bottom.
import { JSDOM } from "jsdom";

const html = await new Promise((resolve) => {
  let text = "";
  process.stdin.on("data", (part) => (text += part));
  process.stdin.on("end", () => resolve(text));
});
const { window } = new JSDOM(html);
for (const name of ["window", "document", "Node", "Element", "HTMLElement", "MutationObserver", "getComputedStyle", "KeyboardEvent", "MouseEvent", "Event", "CustomEvent", "HTMLInputElement", "HTMLTextAreaElement", "NodeFilter", "DOMParser", "XMLSerializer", "Text", "Document", "DocumentFragment", "SVGElement", "CSS"]) {
  if (window[name] !== undefined || name === "window") {
    Object.defineProperty(globalThis, name, { value: name === "window" ? window : window[name], configurable: true, writable: true });
  }
}
const { virtual } = await import("@guidepup/virtual-screen-reader");
await virtual.start({ container: window.document.body });
let said = await virtual.lastSpokenPhrase();
for (let steps = 0; said !== "end of document" && steps < 3000; steps += 1) {
  await virtual.next();
  said = await virtual.lastSpokenPhrase();
}
process.stdout.write(JSON.stringify(await virtual.spokenPhraseLog()));
await virtual.stop();
process.exit(0);
