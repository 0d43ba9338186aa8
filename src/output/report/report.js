"use strict";
// The page around its charts: theme, tables, print.

(() => {
  const root = document.documentElement;
  const data = JSON.parse(document.getElementById("data").textContent);
  const charts = Object.entries(data.charts ?? {}).map(([id, chart]) =>
    creditsimCharts.make(document.getElementById(id), chart, data));

  // The theme follows the system until the reader chooses; the choice lasts as long as the page is open.
  const toggle = document.getElementById("theme");
  const system = matchMedia("(prefers-color-scheme: dark)");
  let chosen = null;
  function setTheme(theme) {
    if (root.dataset.theme !== theme) {
      root.dataset.theme = theme;
      charts.forEach(chart => chart.recolour());
    }
    toggle.textContent = theme === "dark" ? "Light theme" : "Dark theme";
  }
  toggle.hidden = false;
  toggle.addEventListener("click", () => setTheme(chosen = root.dataset.theme === "dark" ? "light" : "dark"));
  system.addEventListener("change", () => chosen || setTheme(system.matches ? "dark" : "light"));
  setTheme(root.dataset.theme);

  // Tables sort by the value of a cell where it has one, else by its text; the total stays below.
  const words = new Intl.Collator("en", { numeric: true });
  const key = row => column => {
    const cell = row.cells[column];
    return cell.dataset.value === undefined ? cell.textContent : Number(cell.dataset.value);
  };
  function sort(head) {
    const body = head.closest("table").tBodies[0];
    const isNumber = head.classList.contains("number");
    const before = head.getAttribute("aria-sort");
    // Numbers fall at first, as the largest matter most; words rise.
    const first = isNumber ? "descending" : "ascending";
    const other = isNumber ? "ascending" : "descending";
    const order = before === first ? other : first;
    for (const cell of head.parentElement.cells) cell.setAttribute("aria-sort", "none");
    head.setAttribute("aria-sort", order);
    const sign = order === "ascending" ? 1 : -1;
    const rows = [...body.rows].map(row => [row, key(row)(head.cellIndex)]);
    rows.sort((one, two) => sign * (isNumber ? one[1] - two[1] : words.compare(one[1], two[1])));
    body.append(...rows.map(([row]) => row));
  }
  for (const head of document.querySelectorAll(".sortable thead th")) {
    head.querySelector("button").addEventListener("click", () => sort(head));
  }

  // On paper everything is open and light.
  let opened = [], theme = null;
  addEventListener("beforeprint", () => {
    theme = root.dataset.theme;
    setTheme("light");
    opened = [...document.querySelectorAll("details:not([open])")];
    opened.forEach(details => { details.open = true; });
  });
  addEventListener("afterprint", () => {
    opened.forEach(details => { details.open = false; });
    if (theme) setTheme(theme);
  });
})();
