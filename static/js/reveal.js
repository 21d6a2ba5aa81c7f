/* Shows a masked name in its place. <form data-reveal="ID"> posts as any form; when the answer is
   text/plain it is the name and goes into #ID; any other answer is left to the plain submit.
   Once shown, the button hides and shows it again without asking the server. */
(() => {
  "use strict";

  function becomeSwitch(form, place, masked, name) {
    const button = form.querySelector("button");
    const show = button.textContent;
    let isShown = true;
    button.type = "button";
    const draw = () => {
      place.textContent = isShown ? name : masked;
      button.textContent = isShown ? (form.dataset.hideLabel ?? show) : show;
      button.setAttribute("aria-pressed", String(isShown));
    };
    button.addEventListener("click", () => {
      isShown = !isShown;
      draw();
    });
    document.addEventListener("visibilitychange", () => {
      if (!document.hidden) return;
      isShown = false;
      draw();
    });
    draw();
  }

  async function reveal(form) {
    const place = document.getElementById(form.dataset.reveal);
    const body = new URLSearchParams(new FormData(form));
    const headers = { Accept: "text/plain" };
    const answer = await fetch(form.action, { method: "POST", body, headers, redirect: "manual" });
    if (!answer.ok || !answer.headers.get("Content-Type")?.startsWith("text/plain")) {
      return form.submit();
    }
    becomeSwitch(form, place, place.textContent, await answer.text());
  }

  for (const form of document.querySelectorAll("form[data-reveal]"))
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      event.stopPropagation();
      reveal(form).catch(() => form.submit());
    });
})();
