// A refusal (4xx or 5xx) that answers an htmx request replaces the whole page, as it would without htmx.
// Otherwise htmx would look for the small part it asked for, find none, and show nothing at all.
document.addEventListener("htmx:response:error", (event) => {
  const asked = event.detail.ctx;
  asked.target = document.body;
  asked.swap = "innerHTML";
  asked.select = null;
  asked.selectOOB = null;
});

// The button that had the focus is gone then; without this a screen reader would fall silent.
document.addEventListener("htmx:after:swap", (event) => {
  if (event.detail.ctx.target === document.body) {
    (document.querySelector("[autofocus]") ?? document.getElementById("main")).focus();
  }
});
