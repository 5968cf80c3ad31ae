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
