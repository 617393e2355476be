// Shows in the preview what was chosen and reserved, while the form is being filled in.
const signing = document.querySelector(".signing-form");
const scopeLine = signing.querySelector(".preview .scope");
const reservationLine = signing.querySelector(".preview .reservation");

const ticked = () =>
  [...signing.querySelectorAll('[name="priorities"]:checked')].map((box) => Number(box.value));

const runs = (numbers) => {
  const found = [];
  for (const number of numbers) {
    const last = found.at(-1);
    if (last && last[1] === number - 1) last[1] = number;
    else found.push([number, number]);
  }
  return found;
};

const named = ([first, last]) => {
  if (last - first > 1) return [scopeLine.dataset.range.replace("%1", first).replace("%2", last)];
  return first === last ? [`${first}`] : [`${first}`, `${last}`];
};

const showScope = () => {
  const language = document.documentElement.lang === "en" ? "en-GB" : document.documentElement.lang;
  const isPart = signing.querySelector('[name="scope"]:checked')?.value === "part";
  const numbers = isPart ? ticked() : [];
  const list = new Intl.ListFormat(language).format(runs(numbers).flatMap(named));
  scopeLine.textContent = scopeLine.dataset.scope.replace("%s", list);
  scopeLine.hidden = numbers.length === 0;

  const reservation = signing.elements.reservation?.value.trim() ?? "";
  reservationLine.querySelector("q").textContent = reservation;
  reservationLine.hidden = reservation === "";
};

signing.addEventListener("input", showScope);
signing.addEventListener("change", showScope);
showScope();
