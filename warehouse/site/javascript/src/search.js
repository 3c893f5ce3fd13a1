// Search over KPIs, plans, metrics and the rest, in Chinese and Latin script.
import MiniSearch from "minisearch";

// Chinese is not written in words: a run of characters is looked up by its pairs.
export function tokens(text) {
  const found = new Set();
  const runs = /\p{Script=Han}+|(?:(?!\p{Script=Han})[\p{L}\p{N}])+/gu;
  for (const run of text.normalize("NFKC").toLowerCase().match(runs) ?? []) {
    if (!/\p{Script=Han}/u.test(run) || run.length === 1) found.add(run);
    else for (let at = 0; at + 1 < run.length; at += 1) found.add(run.slice(at, at + 2));
  }
  return [...found];
}

const documents = window.siteDocuments;
const { kinds, counts, none, indexing } = JSON.parse(document.getElementById("search-page").textContent);
const index = new MiniSearch({
  fields: ["title", "text"],
  storeFields: ["title", "kind", "href", "where"],
  tokenize: tokens,
  searchOptions: { combineWith: "AND", boost: { title: 3 }, prefix: (term) => !/\p{Script=Han}/u.test(term) || term.length === 1 },
});

const form = document.getElementById("search");
const input = form.elements.q;
const kind = form.elements.kind;
const list = document.getElementById("results");
const status = document.getElementById("result-count");
const SHOWN = 100;
const READ_AT_ONCE = 200;
let isComplete = false;

function show() {
  const query = input.value.trim();
  const found = query
    ? index.search(query, { filter: (one) => !kind.value || one.kind === kind.value })
    : [];
  const answer = found.length ? counts.replace("{}", found.length) : none;
  if (isComplete) status.textContent = query ? answer : "";
  else status.textContent = indexing;
  list.replaceChildren(
    ...found.slice(0, SHOWN).map((one) => {
      const item = document.createElement("li");
      const link = document.createElement("a");
      link.href = one.href;
      link.textContent = one.title;
      link.lang = "zh-Hant";
      const about = document.createElement("p");
      about.textContent = `${kinds[one.kind]} · ${one.where}`;
      item.append(link, about);
      return item;
    }),
  );
  const address = new URLSearchParams({ q: query, ...(kind.value && { kind: kind.value }) });
  history.replaceState(null, "", query ? `?${address}` : location.pathname);
}

const asked = new URLSearchParams(location.search);
input.value = asked.get("q") ?? "";
kind.value = asked.get("kind") ?? "";
form.addEventListener("submit", (event) => event.preventDefault());
input.addEventListener("input", show);
kind.addEventListener("change", show);

// A part at a time, so that the page answers while the rest is still being read.
async function read() {
  const entries = documents.map(([title, kind, href, where, text], id) => ({ id, title, kind, href, where, text }));
  for (let at = 0; at < entries.length; at += READ_AT_ONCE) {
    index.addAll(entries.slice(at, at + READ_AT_ONCE));
    show();
    await new Promise((resume) => setTimeout(resume));
  }
  isComplete = true;
  show();
  document.documentElement.dataset.search = "ready";
}

read();
