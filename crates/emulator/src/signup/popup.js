// The end of the popup: posts each text to the opener's page, in the order that it was given, and
// closes the window. The pause between them is what makes the order a real one. Closing this last
// screen by hand counts as finished too, as at Facebook: what is not yet posted then goes at once.
(() => {
  "use strict";
  const PAUSE_MS = 150;
  const end = document.getElementById("end");
  if (!end || !window.opener) return;
  const posts = JSON.parse(end.dataset.posts);
  const postNext = () => {
    const text = posts.shift();
    if (text !== undefined) window.opener.postMessage(text, end.dataset.origin);
  };
  posts.forEach((_, nth) => setTimeout(postNext, nth * PAUSE_MS));
  window.addEventListener("pagehide", () => { while (posts.length) postNext(); });
  setTimeout(() => window.close(), posts.length * PAUSE_MS);
})();
