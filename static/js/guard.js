/* A page that comes back (Back button, kept page) stays veiled until the session is known to live.
   Reads from <html>: data-alive-url (204 while signed in), data-entry-url. */
(() => {
  "use strict";
  const root = document.documentElement;
  if (!root.dataset.aliveUrl) return;

  const veil = (isOn) => root.classList.toggle("is-veiled", isOn);
  const cameBack = () => performance.getEntriesByType("navigation")[0]?.type === "back_forward";

  async function check() {
    veil(true);
    try {
      const answer = await fetch(root.dataset.aliveUrl, { cache: "no-store", redirect: "manual" });
      if (answer.status === 204) veil(false);
      else location.replace(root.dataset.entryUrl);
    } catch {
      setTimeout(check, 3000);
    }
  }

  if (cameBack()) veil(true);
  addEventListener("pagehide", () => veil(true));
  addEventListener("pageshow", (event) => {
    if (root.dataset.leaving) location.replace(root.dataset.entryUrl);
    else if (event.persisted || cameBack()) check();
    else veil(false);
  });
})();
