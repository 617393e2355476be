// Sets Markdown around what is selected in the text. Without script the same signs can be typed.
const bar = document.getElementById("toolbar");
const text = document.getElementById("markdown");
const buttons = [...bar.querySelectorAll("button")];

// As typing does, so that it can be undone; where a browser no longer knows how, the plain way.
const put = (start, end, words) => {
  text.focus();
  text.setSelectionRange(start, end);
  if (!document.execCommand("insertText", false, words)) {
    text.setRangeText(words, start, end, "end");
    text.dispatchEvent(new Event("input", { bubbles: true }));
  }
};

const around = (before, after) => {
  const { selectionStart: start, selectionEnd: end, value } = text;
  const inner = value.slice(start, end);
  put(start, end, before + inner + after);
  text.setSelectionRange(start + before.length, start + before.length + inner.length);
};

const lines = (mark) => {
  const { value } = text;
  const start = value.lastIndexOf("\n", text.selectionStart - 1) + 1;
  const next = value.indexOf("\n", text.selectionEnd);
  const end = next < 0 ? value.length : next;
  put(start, end, value.slice(start, end).split("\n").map((line) => mark + line).join("\n"));
};

const nextPriority = () => {
  const known = [...text.value.matchAll(/^##[ \t]+(\d{1,3})\./gm)].map((found) => Number(found[1]));
  return `## ${Math.max(0, ...known) + 1}. `;
};

const acts = {
  bold: () => around("**", "**"),
  italic: () => around("*", "*"),
  link: () => around("[", "](https://)"),
  heading: () => lines("## "),
  list: () => lines("- "),
  priority: () => lines(nextPriority()),
};
const keys = { b: "bold", i: "italic", k: "link" };

// One stop for the Tab key; the arrows go from button to button (ARIA, pattern "toolbar").
const stop = (button) => {
  for (const one of buttons) one.tabIndex = one === button ? 0 : -1;
};

bar.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (button) {
    stop(button);
    acts[button.dataset.set]();
  }
});
bar.addEventListener("keydown", (event) => {
  const back = document.dir === "rtl" ? "ArrowRight" : "ArrowLeft";
  const steps = { ArrowLeft: 1, ArrowRight: 1, [back]: -1 };
  const here = buttons.indexOf(document.activeElement);
  const places = { Home: 0, End: buttons.length - 1 };
  const wanted = places[event.key] ?? (event.key in steps ? here + steps[event.key] : -1);
  if (!(event.key in steps || event.key in places)) return;
  event.preventDefault();
  const button = buttons[(wanted + buttons.length) % buttons.length];
  stop(button);
  button.focus();
});
text.addEventListener("keydown", (event) => {
  const name = keys[event.key.toLowerCase()];
  if (!name || !(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return;
  event.preventDefault();
  acts[name]();
});

stop(buttons[0]);
bar.hidden = false;
text.before(bar);
