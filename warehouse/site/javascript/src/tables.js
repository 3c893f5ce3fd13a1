// Tables that sort, page, search and filter. Without JavaScript they show all rows.
import DataTable from "datatables.net";
import "datatables.net-dt";

const language = JSON.parse(document.getElementById("table-language").textContent);

function enhance(element) {
  const table = new DataTable(element, {
    language,
    order: [],
    autoWidth: false,
    pageLength: 25,
    lengthMenu: [25, 100, { label: language.all, value: -1 }],
    layout: { topStart: "info", topEnd: "search", bottomStart: "pageLength", bottomEnd: "paging" },
  });
  const name = element.caption.textContent.trim();
  const namePages = () => element.closest(".dt-container").querySelector("nav")?.setAttribute("aria-label", name);
  table.on("draw", namePages);
  namePages();
  const form = document.querySelector(`form[data-filters="${element.id}"]`);
  if (form) filter(table, form);
  printWhole(table);
  return table;
}

function filter(table, form) {
  const selects = [...form.querySelectorAll("select")];
  const address = new URLSearchParams(location.search);
  for (const select of selects) {
    const asked = address.get(select.name);
    if (asked && [...select.options].some((option) => option.value === asked)) select.value = asked;
  }
  const fits = (row, but) =>
    selects.every((one) => one === but || !one.value || row.dataset[one.name] === one.value);
  table.search.fixed("filters", (_text, _data, index) => fits(table.row(index).node()));

  const apply = () => {
    const rows = table.rows().nodes().toArray();
    for (const select of selects) {
      const left = new Set(rows.filter((row) => fits(row, select)).map((row) => row.dataset[select.name]));
      for (const option of select.options) {
        const isLeft = !option.value || left.has(option.value) || option.selected;
        option.disabled = option.hidden = !isLeft;
      }
    }
    table.draw();
  };
  form.addEventListener("change", () => {
    apply();
    const chosen = new URLSearchParams(selects.filter((one) => one.value).map((one) => [one.name, one.value]));
    history.replaceState(null, "", `${location.pathname}${chosen.size ? `?${chosen}` : ""}${location.hash}`);
  });
  form.addEventListener("reset", () => setTimeout(() => form.dispatchEvent(new Event("change"))));
  form.hidden = false;
  apply();
}

function printWhole(table) {
  let length;
  window.addEventListener("beforeprint", () => {
    length = table.page.len();
    table.page.len(-1).draw();
  });
  window.addEventListener("afterprint", () => table.page.len(length).draw());
}

// A link to a row opens the page of the table it is on.
function showRow(tables) {
  const id = decodeURIComponent(location.hash.slice(1));
  if (!id) return;
  for (const table of tables) {
    const position = table.rows({ order: "applied", search: "applied" }).nodes().toArray()
      .findIndex((row) => row.id === id);
    if (position < 0) continue;
    const { length } = table.page.info();
    if (length > 0) table.page(Math.floor(position / length)).draw("page");
    document.getElementById(id).scrollIntoView();
  }
}

const tables = [...document.querySelectorAll("table.data-table")].map(enhance);
showRow(tables);
window.addEventListener("hashchange", () => showRow(tables));
document.documentElement.dataset.tables = "ready";
