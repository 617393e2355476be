// Where there is a margin, the contents stand open in it; on a phone they wait to be asked for.
const margin = matchMedia("(width >= 64rem)");
const follow = () => {
  document.getElementById("contents").open = margin.matches;
};

margin.addEventListener("change", follow);
follow();
