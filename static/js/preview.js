// Shows the public line as it will stand on the list, while the form is being filled in.
// Without script the confirming page shows the same before anything is published.
const form = document.querySelector(".signing-form");
const preview = form.querySelector(".preview");

const typed = (name) => {
  const field = form.elements[name];
  return field ? field.value.trim() : "";
};

const country = () => {
  const choice = form.elements.country.selectedOptions[0];
  return choice && choice.value ? choice.text : "";
};

const line = () => {
  const shared = { country: country(), statement: typed("statement") };
  if (typed("capacity") === "individual") {
    if (form.elements.hides_name?.checked) return { ...shared, name: "", acronym: "", affiliation: "" };
    const affiliation = typed("organisation_name");
    return { ...shared, name: typed("representative_name"), acronym: "", affiliation };
  }
  return { ...shared, name: typed("organisation_name"), acronym: typed("acronym"), affiliation: "" };
};

const draw = () => {
  const shown = line();
  for (const [part, words] of Object.entries(shown)) {
    const place = preview.querySelector(`[data-public="${part}"]`);
    place.textContent = words;
    (place.closest(".acronym, .affiliation") ?? place).hidden = !words;
  }
  preview.hidden = !shown.name;
};

form.addEventListener("input", draw);
form.addEventListener("change", draw);
draw();
