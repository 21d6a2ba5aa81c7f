/* Small courtesies for forms: one submit at a time, errors first, no lost text, one more row. */
(() => {
  "use strict";
  const root = document.documentElement;

  function setSent(form, isSent) {
    if (isSent) form.dataset.sent = "yes";
    else delete form.dataset.sent;
    for (const button of form.querySelectorAll("button:not([type=button])"))
      button.setAttribute("aria-disabled", String(isSent));
  }

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post") return;
    if (form.dataset.sent) return event.preventDefault();
    setSent(form, true);
    // A download leaves the page standing; a lost answer must not leave a dead button.
    setTimeout(setSent, 8000, form, false);
  });
  addEventListener("pageshow", () => {
    for (const form of document.forms) setSent(form, false);
  });
  document.addEventListener("htmx:afterRequest", (event) => {
    const form = event.target.closest?.("form");
    if (form) setSent(form, false);
  });

  document.addEventListener("input", (event) => {
    const form = event.target.form;
    if (form?.method === "post") form.dataset.dirty = "yes";
  });
  function holdsUnsavedText(form) {
    return form.dataset.dirty && !form.dataset.sent && form.querySelector("textarea");
  }
  addEventListener("beforeunload", (event) => {
    if (!root.dataset.leaving && [...document.forms].some(holdsUnsavedText)) event.preventDefault();
  });

  function renumber(node, index) {
    for (const element of node.querySelectorAll("*"))
      for (const { name, value } of [...element.attributes])
        if (value.includes("__prefix__"))
          element.setAttribute(name, value.replaceAll("__prefix__", index));
    for (const number of node.querySelectorAll("[data-repeat-number]"))
      number.textContent = index + 1;
  }

  function addRow(group) {
    const total = group.querySelector("input[name$='-TOTAL_FORMS']");
    const row = group.querySelector("template").content.cloneNode(true);
    renumber(row, Number(total.value));
    total.value = Number(total.value) + 1;
    group.querySelector("[data-repeat-rows]").append(row);
    const last = group.querySelector("[data-repeat-rows] > :last-child");
    last.querySelector("input:not([type=hidden]), select, textarea")?.focus();
  }

  for (const button of document.querySelectorAll("[data-repeat-add]")) {
    button.hidden = false;
    button.addEventListener("click", (event) => {
      event.preventDefault();
      addRow(button.closest("[data-repeat]"));
    });
  }
  for (const button of document.querySelectorAll("[data-print]")) {
    button.hidden = false;
    button.addEventListener("click", () => print());
  }
  document.addEventListener("click", (event) => {
    const menu = document.querySelector(".menu[open]");
    if (menu && !menu.contains(event.target)) menu.open = false;
  });
  document.querySelector("[data-error-summary]")?.focus();
})();
