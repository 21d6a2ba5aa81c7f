/* htmx turns answers of this site into page parts; Trusted Types asks who vouches for them.
   The policy lets markup through (scripts in it stay refused by the script-src rule) and nothing
   else: no script text, no script address. Loaded only together with htmx. */
globalThis.trustedTypes?.createPolicy("default", { createHTML: (markup) => markup });
