/* Warns before the session ends for want of use, then ends it; covers a tab left hidden.
   Reads from <html>: data-idle-warn and data-idle-lock (seconds), data-alive-url, data-exit-url,
   data-entry-url. Needs #idle-warning (dialog with [data-idle-stay]) and #cover (button).
   Tabs tell each other that somebody is there. */
(() => {
  "use strict";
  const root = document.documentElement;
  const { idleWarn, idleLock, aliveUrl, exitUrl, entryUrl } = root.dataset;
  const dialog = document.getElementById("idle-warning");
  const cover = document.getElementById("cover");
  if (!idleLock || !dialog || !cover) return;

  const tabs = "BroadcastChannel" in window ? new BroadcastChannel("presence") : null;
  const HIDDEN_FOR = 30_000;
  const RENEW_EVERY = 45_000;
  let seenAt = Date.now();
  let renewedAt = Date.now();
  let hiddenAt = 0;

  function seen() {
    seenAt = Date.now();
    if (dialog.open) dialog.close();
  }

  async function renew() {
    renewedAt = Date.now();
    tabs?.postMessage("seen");
    try {
      const answer = await fetch(aliveUrl, { cache: "no-store", redirect: "manual" });
      if (answer.status !== 204 && answer.status < 500) location.replace(entryUrl);
    } catch {
      /* no network: the page stays, the clock goes on */
    }
  }

  async function lock() {
    root.dataset.leaving = "idle";
    root.classList.add("is-veiled");
    const reason = new URLSearchParams({ reason: "idle" });
    await fetch(exitUrl, { method: "POST", body: reason, redirect: "manual" }).catch(() => {});
    location.replace(entryUrl);
  }

  function look() {
    const idle = (Date.now() - seenAt) / 1000;
    if (root.dataset.leaving) return;
    if (idle >= Number(idleLock)) lock();
    else if (idle >= Number(idleWarn)) dialog.open || dialog.showModal();
    else if (seenAt > renewedAt && Date.now() - renewedAt > RENEW_EVERY) renew();
  }

  function setCovered(isOn) {
    cover.hidden = !isOn;
    root.classList.toggle("is-covered", isOn);
  }

  function coverWhenLeft() {
    if (document.hidden) {
      hiddenAt = Date.now();
      setTimeout(() => document.hidden && setCovered(true), HIDDEN_FOR);
    } else {
      if (Date.now() - hiddenAt >= HIDDEN_FOR) setCovered(true);
      look();
    }
  }

  for (const kind of ["keydown", "pointerdown", "input", "scroll"])
    addEventListener(kind, () => dialog.open || (seenAt = Date.now()), { passive: true });
  dialog.addEventListener("cancel", () => (seen(), renew()));
  dialog.querySelector("[data-idle-stay]").addEventListener("click", () => (seen(), renew()));
  cover.addEventListener("click", () => setCovered(false));
  document.addEventListener("visibilitychange", coverWhenLeft);
  if (tabs) tabs.onmessage = seen;
  setInterval(look, 5000);
})();
