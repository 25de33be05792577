// The end of the popup: posts each text to the opener's page, in the order that it was given, and
// closes the window. The pause between them is what makes the order a real one.
(() => {
  "use strict";
  const PAUSE_MS = 150;
  const end = document.getElementById("end");
  if (!end || !window.opener) return;
  const posts = JSON.parse(end.dataset.posts);
  posts.forEach((text, nth) => {
    setTimeout(() => window.opener.postMessage(text, end.dataset.origin), nth * PAUSE_MS);
  });
  setTimeout(() => window.close(), posts.length * PAUSE_MS);
})();
