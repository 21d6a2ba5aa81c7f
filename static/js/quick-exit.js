/* Salir ya: blanks the page at once, ends the session behind it, leaves for the neutral site.
   Works on every link or button with data-quick-exit, and on Shift pressed three times.
   Reads from <html>: data-exit-url, data-neutral-url. Other open tabs of the site leave too. */
(() => {
  "use strict";
  const root = document.documentElement;
  const tabs = "BroadcastChannel" in window ? new BroadcastChannel("leaving") : null;

  function vanish() {
    root.dataset.leaving = "exit";
    document.body?.replaceChildren();
    location.replace(root.dataset.neutralUrl || root.dataset.exitUrl);
  }

  function tellServer() {
    const url = root.dataset.exitUrl;
    if (!navigator.sendBeacon?.(url)) fetch(url, { method: "POST", keepalive: true }).catch(() => {});
  }

  function leave() {
    if (root.dataset.leaving) return;
    document.dispatchEvent(new Event("site:leaving"));
    tabs?.postMessage("exit");
    tellServer();
    vanish();
  }

  document.addEventListener("click", (event) => {
    if (!event.target.closest?.("[data-quick-exit]")) return;
    event.preventDefault();
    leave();
  });

  let presses = [];
  addEventListener("keydown", (event) => {
    if (event.repeat) return;
    presses = event.key === "Shift" ? [...presses, event.timeStamp].slice(-3) : [];
    if (presses.length === 3 && presses[2] - presses[0] < 1500) leave();
  });

  if (tabs) tabs.onmessage = vanish;
})();
