// Every chart of the page, drawn when it comes into view, in the colours of the page.
import embed from "vega-embed";

const dark = window.matchMedia("(prefers-color-scheme: dark)");

const LONGEST_LABEL = 340;
const WIDEST_AXIS = 140;

function theme(width) {
  const style = getComputedStyle(document.documentElement);
  const value = (name) => style.getPropertyValue(name).trim();
  const ink = value("--ink");
  const line = value("--line");
  const category = [1, 2, 3, 4, 5, 6, 7, 8].map((number) => value(`--series-${number}`));
  const text = { labelColor: ink, titleColor: ink, labelFontSize: 12, titleFontSize: 12, titleFontWeight: "normal" };
  return {
    background: null,
    font: getComputedStyle(document.body).fontFamily,
    view: { stroke: null },
    axis: { ...text, gridColor: line, domainColor: line, tickColor: line },
    // A legend begins where the axis stands; what is longer than the rest of the width ends in "…".
    legend: { ...text, labelLimit: Math.min(LONGEST_LABEL, width - WIDEST_AXIS) },
    header: text,
    text: { fill: ink, color: ink },
    bar: { color: category[0] },
    line: { color: category[0] },
    point: { color: category[0] },
    area: { color: category[0] },
    range: { category },
  };
}

async function draw(figure) {
  const specification = JSON.parse(figure.querySelector("script").textContent);
  const { view } = await embed(figure.querySelector(".chart"), specification, {
    renderer: "svg",
    actions: false,
    config: theme(figure.clientWidth),
    tooltip: { theme: dark.matches ? "dark" : "light" },
  });
  for (const control of figure.querySelectorAll("[data-signal]")) {
    const set = () => view.signal(control.dataset.signal, control.value).runAsync();
    control.onchange = set;
    await set();
  }
  figure.querySelector(".controls")?.removeAttribute("hidden");
  figure.dataset.drawn = "yes";
}

const figures = [...document.querySelectorAll("figure.vega")];
const seen = new IntersectionObserver(
  (entries) => {
    for (const entry of entries.filter((one) => one.isIntersecting)) {
      seen.unobserve(entry.target);
      draw(entry.target);
    }
  },
  { rootMargin: "300px" },
);
figures.forEach((figure) => seen.observe(figure));
dark.addEventListener("change", () => figures.filter((figure) => figure.dataset.drawn).forEach(draw));
window.addEventListener("beforeprint", () => figures.filter((figure) => !figure.dataset.drawn).forEach(draw));
