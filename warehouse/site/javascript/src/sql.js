// SQL in the browser: DuckDB over the exported Parquet files, nothing from elsewhere.
// The Parquet files are read by parquet-wasm: DuckDB-Wasm would fetch its own reader from a server.
import * as duckdb from "@duckdb/duckdb-wasm";
import initialiseParquet, { readParquet } from "parquet-wasm/esm/parquet_wasm.js";

const page = JSON.parse(document.getElementById("sql-page").textContent);
const assets = new URL(page.assets, location.href).href;
const status = document.getElementById("sql-status");
const form = document.getElementById("sql-form");
const result = document.getElementById("sql-result");
const MOST_ROWS = 1000;

async function open() {
  const database = new duckdb.AsyncDuckDB(new duckdb.VoidLogger(), new Worker(`${assets}duckdb.worker.js`));
  await Promise.all([
    database.instantiate(`${assets}duckdb.wasm`),
    initialiseParquet({ module_or_path: `${assets}parquet.wasm` }),
  ]);
  await database.open({ query: { castDecimalToDouble: true, castBigIntToDouble: true } });
  const connection = await database.connect();
  for (const schema of page.schemas) await connection.query(`create schema ${schema}`);
  const tables = await Promise.all(
    page.tables.map(async ({ schema, name, file }) => {
      const answer = await fetch(`${assets}${file}`);
      if (!answer.ok) throw new Error(`${file}: HTTP ${answer.status}`);
      return { schema, name, bytes: new Uint8Array(await answer.arrayBuffer()) };
    }),
  );
  for (const { schema, name, bytes } of tables) {
    const stream = readParquet(bytes).intoIPCStream();
    await connection.insertArrowFromIPCStream(stream, { schema, name, create: true });
  }
  for (const statement of page.views) await connection.query(statement);
  await connection.query("set autoinstall_known_extensions = false");
  await connection.query("set autoload_known_extensions = false");
  return connection;
}

function text(value, type) {
  if (value === null || value === undefined) return "";
  if (/^Date/.test(type)) return new Date(Number(value)).toISOString().slice(0, 10);
  if (/^Timestamp/.test(type)) return new Date(Number(value)).toISOString().slice(0, 19).replace("T", " ");
  return typeof value === "number" ? value.toLocaleString("en", { maximumFractionDigits: 8 }) : String(value);
}

function cell(kind, content, type = "") {
  const element = document.createElement(kind);
  element.textContent = content;
  if (kind === "th") element.scope = "col";
  if (/^(Int|Float|Decimal|Uint)/.test(type)) element.className = "number";
  return element;
}

function table(answer) {
  const fields = answer.schema.fields.map((field) => [field.name, String(field.type)]);
  const element = document.createElement("table");
  const caption = element.createCaption();
  caption.textContent = page.rows.replace("{}", answer.numRows);
  element.createTHead().insertRow().append(...fields.map(([name, type]) => cell("th", name, type)));
  const body = element.createTBody();
  for (const row of answer.toArray().slice(0, MOST_ROWS)) {
    body.insertRow().append(...fields.map(([name, type]) => cell("td", text(row[name], type), type)));
  }
  return element;
}

async function run(connection) {
  const started = performance.now();
  try {
    const answer = await connection.query(form.elements.query.value);
    result.replaceChildren(table(answer));
    status.textContent = page.done.replace("{}", Math.round(performance.now() - started));
  } catch (error) {
    result.replaceChildren();
    status.textContent = `${page.failed} ${error.message}`;
  }
}

async function start() {
  if (location.protocol === "file:") {
    status.textContent = page.from_disk;
    return;
  }
  status.textContent = page.loading;
  try {
    const connection = await open();
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      run(connection);
    });
    for (const example of document.querySelectorAll("button[data-query]")) {
      example.disabled = false;
      example.addEventListener("click", () => {
        form.elements.query.value = example.dataset.query;
        run(connection);
      });
    }
    form.elements.run.disabled = false;
    status.textContent = page.ready;
    document.documentElement.dataset.sql = "ready";
  } catch (error) {
    status.textContent = `${page.failed} ${error.message}`;
  }
}

start();
