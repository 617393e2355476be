// Sends no form while there is no connection: the browser's own page about it would lose what was
// typed. Without script, or where the browser does not know, everything is sent as always.
const words = document.getElementById("offline");

document.addEventListener(
  "submit",
  (event) => {
    words.hidden = navigator.onLine;
    if (navigator.onLine) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    const button = event.submitter ?? event.target.lastElementChild;
    (button.closest("p") ?? button).before(words);
  },
  true,
);
addEventListener("online", () => {
  words.hidden = true;
});
