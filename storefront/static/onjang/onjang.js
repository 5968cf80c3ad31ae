// What a page gains with JavaScript; everything works without it.
// A form is sent once: a second click while it is on its way does nothing.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method.toLowerCase() !== "post") return;
  if (form.dataset.sent) { event.preventDefault(); return; }
  form.dataset.sent = "1";
});
// Coming back by the back button, forms can be sent again.
addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
});
// Selects and checkboxes marked so apply themselves.
document.addEventListener("change", (event) => {
  if (event.target.closest("[data-submit-on-change]")) event.target.form.requestSubmit();
});
// On a phone the list comes first: filters fold away until they are asked for.
if (matchMedia("(max-width: 55.99rem)").matches) {
  const filters = document.getElementById("filters");
  if (filters && !filters.dataset.filtered) filters.open = false;
}
// Pictures of the gallery come to the front.
document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-gallery]");
  if (!link) return;
  event.preventDefault();
  const main = document.querySelector(".gallery__main img");
  main.removeAttribute("srcset");
  main.src = link.href;
  main.alt = link.querySelector("img").alt;
});
// A click on "copy".
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-copy]");
  if (button) navigator.clipboard?.writeText(button.dataset.copy);
});
// Plus and minus beside a quantity; without JavaScript the number field stands alone.
for (const stepper of document.querySelectorAll("[data-stepper]")) {
  stepper.classList.add("is-on");
  const input = stepper.querySelector("input");
  for (const button of stepper.querySelectorAll("[data-step]")) {
    button.hidden = false;
    button.addEventListener("click", () => {
      Number(button.dataset.step) > 0 ? input.stepUp() : input.stepDown();
      input.dispatchEvent(new Event("change", { bubbles: true }));
    });
  }
}
// Dialogs open by their name.
document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-open]");
  if (opener) document.getElementById(opener.dataset.open)?.showModal();
});
// A draft is kept as one types: a little after the last key, and before one leaves.
for (const form of document.querySelectorAll("form[data-autosave]")) {
  const said = form.querySelector("[data-saved]");
  let waiting = 0;
  let asked = Promise.resolve();
  const save = () => {
    clearTimeout(waiting);
    waiting = 0;
    const body = new FormData(form);
    asked = asked.then(() => fetch(location.pathname, {
      method: "POST", body, headers: { "X-Autosave": "1" }, keepalive: true,
    })).then(async (answer) => {
      const told = await answer.json();
      for (const field of form.querySelectorAll(".has-errors")) field.classList.remove("has-errors");
      if (answer.ok) { said.textContent = `${said.dataset.words} ${told.saved}`; return; }
      for (const name of Object.keys(told.errors ?? {})) {
        form.elements[name]?.closest?.(".field")?.classList.add("has-errors");
      }
      said.textContent = `${said.dataset.failed}: ${Object.values(told.errors ?? {}).flat().join(" ")}`;
    }).catch(() => { said.textContent = said.dataset.failed; });
  };
  form.addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(save, 1200); });
  form.addEventListener("submit", () => clearTimeout(waiting));
  addEventListener("pagehide", () => { if (waiting) save(); });
}
// Pictures are put in order by hand, and new ones are dropped where they are asked for.
for (const list of document.querySelectorAll("[data-sortable]")) {
  let held = null;
  list.addEventListener("dragstart", (event) => { held = event.target.closest("li"); });
  list.addEventListener("dragover", (event) => {
    const over = event.target.closest("li");
    if (!held || !over || over === held) return;
    event.preventDefault();
    const after = over.compareDocumentPosition(held) & Node.DOCUMENT_POSITION_PRECEDING;
    over[after ? "after" : "before"](held);
  });
  list.addEventListener("drop", (event) => { if (held) { event.preventDefault(); list.closest("form").requestSubmit(); } });
  list.addEventListener("dragend", () => { held = null; });
}
for (const zone of document.querySelectorAll("[data-dropzone]")) {
  const input = zone.querySelector("input[type=file]");
  zone.addEventListener("dragover", (event) => {
    if (event.dataTransfer.types.includes("Files")) { event.preventDefault(); zone.classList.add("is-over"); }
  });
  zone.addEventListener("dragleave", () => zone.classList.remove("is-over"));
  zone.addEventListener("drop", (event) => {
    if (!event.dataTransfer.files.length) return;
    event.preventDefault();
    input.files = event.dataTransfer.files;
    zone.requestSubmit();
  });
  input.addEventListener("change", () => { if (input.files.length) zone.requestSubmit(); });
}
