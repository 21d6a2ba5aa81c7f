/* Keeps a draft on the server while somebody types.
   <form data-draft-url="…"> with an element [data-draft-status] holding the sentences:
   data-saving, data-saved (with {time}), data-offline, data-ended. Nothing is kept in the browser. */
(() => {
  "use strict";
  const root = document.documentElement;

  function keep(form) {
    const status = form.querySelector("[data-draft-status]");
    let timer = 0;
    let underWay = null;

    // The submission key belongs to the real submit: a draft must not use it up.
    function fields() {
      const body = new URLSearchParams(new FormData(form));
      body.delete("submission_key");
      return body;
    }

    function tell(state) {
      if (!status) return;
      const time = new Date().toLocaleTimeString(root.lang, { hour: "2-digit", minute: "2-digit" });
      status.dataset.state = state;
      status.textContent = (status.dataset[state] ?? "").replace("{time}", time);
    }

    function later(delay) {
      clearTimeout(timer);
      timer = setTimeout(save, delay);
    }

    async function save() {
      const body = fields();
      delete form.dataset.dirty;
      tell("saving");
      underWay = new AbortController();
      const { signal } = underWay;
      try {
        const answer = await fetch(form.dataset.draftUrl, {
          method: "POST", body, redirect: "manual", signal,
        });
        if (answer.ok) return tell("saved");
        tell(answer.status < 500 ? "ended" : "offline");
      } catch {
        if (signal.aborted) return (form.dataset.dirty = "yes");
        tell("offline");
      }
      form.dataset.dirty = "yes";
      if (status?.dataset.state !== "ended") later(15_000);
    }

    // The last words, when the page goes away before the pause in typing came.
    function lastWords() {
      if (!form.dataset.dirty || form.dataset.sent || root.dataset.leaving === "idle") return;
      delete form.dataset.dirty;
      navigator.sendBeacon?.(form.dataset.draftUrl, fields());
    }

    form.addEventListener("input", () => {
      form.dataset.dirty = "yes";
      later(2000);
    });
    // What is being saved for good must not be followed by its own draft.
    form.addEventListener("submit", () => (clearTimeout(timer), underWay?.abort()));
    addEventListener("pagehide", lastWords);
    document.addEventListener("site:leaving", lastWords);
    addEventListener("online", () => form.dataset.dirty && later(0));
  }

  document.querySelectorAll("form[data-draft-url]").forEach(keep);
})();
