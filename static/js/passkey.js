/* Asks the device for a passkey when a form with data-passkey is sent, and sends what it answers.
   <form data-passkey="create|get" data-options="JSON"> with a hidden input named …credential and
   two sentences, hidden: [data-passkey-missing] (no passkeys in this browser) and
   [data-passkey-failed] (she stopped it, or the device has none of hers). */
(() => {
  "use strict";

  const toBytes = (text) =>
    Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (c) => c.charCodeAt(0));
  const toText = (bytes) =>
    btoa(String.fromCharCode(...new Uint8Array(bytes)))
      .replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");

  const withBytes = (item) => ({ ...item, id: toBytes(item.id) });

  function readable({ publicKey: asked }) {
    const publicKey = { ...asked, challenge: toBytes(asked.challenge) };
    if (asked.user) publicKey.user = withBytes(asked.user);
    for (const list of ["allowCredentials", "excludeCredentials"])
      if (asked[list]) publicKey[list] = asked[list].map(withBytes);
    return { publicKey };
  }

  function sendable(credential) {
    const response = {};
    for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"])
      if (credential.response[name]) response[name] = toText(credential.response[name]);
    return {
      id: credential.id,
      rawId: toText(credential.rawId),
      type: credential.type,
      response,
      clientExtensionResults: credential.getClientExtensionResults(),
    };
  }

  function watch(form) {
    const show = (name, isOn) => (form.querySelector(`[data-passkey-${name}]`).hidden = !isOn);
    const button = form.querySelector("button:not([type=button])");
    if (!globalThis.PublicKeyCredential) {
      button.disabled = true;
      show("missing", true);
      return;
    }

    async function ask() {
      show("failed", false);
      button.disabled = true;
      try {
        const options = readable(JSON.parse(form.dataset.options));
        const credential = await navigator.credentials[form.dataset.passkey](options);
        form.querySelector("input[name$=credential]").value = JSON.stringify(sendable(credential));
        form.submit();
      } catch {
        button.disabled = false;
        show("failed", true);
      }
    }

    form.addEventListener("submit", (event) => {
      event.preventDefault();
      event.stopPropagation();
      ask();
    });
  }

  document.querySelectorAll("form[data-passkey]").forEach(watch);
})();
