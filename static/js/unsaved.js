// Keeps what is typed as a draft of this lead, on the server. Without script nothing is kept until
// it is saved. Whatever goes wrong, the text stays in the form.
const form = document.getElementById("writing");
const state = document.getElementById("kept");
const elsewhere = document.getElementById("elsewhere");
const PAUSE = 2000;
const LONGEST = 60000;

let pause = PAUSE;
let timer = 0;
let isDirty = false;
let isBusy = false;
let isOver = false;

const later = (wait) => {
  clearTimeout(timer);
  timer = setTimeout(keep, wait);
};

const send = () => {
  const typed = new FormData(form);
  typed.delete("file");
  const body = new URLSearchParams([...typed]);
  return fetch(form.dataset.keep, { method: "POST", body, redirect: "error" });
};

// After signing in again in another window the safety mark of this page is an old one.
const renewMark = async () => {
  const answer = await fetch(location.pathname, { cache: "no-store" });
  if (!answer.ok || !answer.url.endsWith(location.pathname)) return false;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const mark = page.querySelector('#writing [name="csrf_token"]')?.value;
  if (!mark) return false;
  for (const field of document.querySelectorAll('[name="csrf_token"]')) field.value = mark;
  return true;
};

const tell = async (answer) => {
  if (answer.ok) {
    form.elements.revision.value = (await answer.json()).revision;
    const { lang } = document.documentElement;
    const time = new Date().toLocaleTimeString(lang === "en" ? "en-GB" : lang, {
      hour: "2-digit",
      minute: "2-digit",
    });
    state.textContent = form.dataset.kept.replace("{time}", time);
    return true;
  }
  if (answer.status === 409) {
    isOver = true;
    elsewhere.querySelector("span").textContent = (await answer.json()).words;
    elsewhere.hidden = false;
    return true;
  }
  return false;
};

async function keep() {
  if (isBusy || isOver || !isDirty) return;
  isBusy = true;
  isDirty = false;
  let done = false;
  let words = form.dataset.lost;
  try {
    let answer = await send();
    if (answer.status === 400 || answer.status === 401) {
      words = form.dataset.out;
      if (await renewMark()) answer = await send();
    }
    done = await tell(answer);
  } catch {
    done = false;
  }
  isBusy = false;
  if (done) {
    pause = PAUSE;
    if (isDirty) later(pause);
    return;
  }
  isDirty = true;
  state.textContent = words;
  pause = Math.min(pause * 2, LONGEST);
  later(pause);
}

form.addEventListener("input", (event) => {
  if (event.target.type === "file") return;
  isDirty = true;
  later(pause);
});
form.addEventListener("submit", (event) => {
  if (event.submitter?.formTarget === "_blank") return;
  isOver = true;
  isDirty = false;
});
addEventListener("online", () => later(0));
addEventListener("pageshow", (event) => {
  if (event.persisted) isOver = !elsewhere.hidden;
});
document.addEventListener("visibilitychange", () => {
  if (document.hidden) later(0);
});
addEventListener("beforeunload", (event) => {
  if (isDirty) event.preventDefault();
});
