"use strict";
// A sweep's cells: a board to explore, trade-offs, and what each axis does. Colours are custom properties.

(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const { axes, measures, cells } = data;
  const count = cells.names.length, dims = axes.length;
  const SVG = "http://www.w3.org/2000/svg";

  function element(tag, attributes = {}, ...children) {
    const made = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
    made.append(...children);
    return made;
  }
  function shape(tag, attributes = {}, text) {
    const made = document.createElementNS(SVG, tag);
    for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
    if (text !== undefined) made.textContent = text;
    return made;
  }

  // --- Figures ----------------------------------------------------------------------------------------------

  const number = (value, least, most = least) =>
    value.toLocaleString("en-US", { minimumFractionDigits: least, maximumFractionDigits: most });
  function time(ms) {
    const units = [["d", 864e5], ["h", 36e5], ["m", 6e4], ["s", 1e3]];
    const at = units.findIndex(([, size]) => ms >= size);
    if (at < 0) return ms === 0 ? "0" : `${number(ms / 1e3, 0, 3)}s`;
    const [name, size] = units[at], [next, smaller] = units[at + 1] ?? ["", 0];
    const rest = smaller ? Math.floor(ms % size / smaller) : 0;
    return `${number(Math.floor(ms / size), 0)}${name}${rest ? ` ${rest}${next}` : ""}`;
  }
  const show = {
    number: value => number(value, 0, 1),
    money: value => number(value, 2),
    time: value => value < 0 ? `-${time(-Math.round(value))}` : time(Math.round(value)),
    share: value => value !== 0 && Math.abs(value) < 0.0005 ? "less than 0.1 %" : `${number(value * 100, 0, Math.abs(value) < 0.1 ? 1 : 0)} %`,
    rate: value => value.toLocaleString("en-US", { maximumSignificantDigits: 3 }),
  };
  const shown = (measure, value) => value === null || value === undefined ? "–" : show[measures[measure].kind](value);
  const mean = (cell, measure) => cells.mean[measure][cell];
  const half = (cell, measure) => cells.half.length ? cells.half[measure][cell] : null;
  const interval = (cell, measure) => {
    const [middle, width] = [mean(cell, measure), half(cell, measure)];
    return width === null ? "" : `${shown(measure, middle - width)} to ${shown(measure, middle + width)}`;
  };
  // Axes count hours, and shares in per cent.
  const factor = measure => ({ time: 1 / 36e5, share: 100 })[measures[measure].kind] ?? 1;
  const titled = measure => `${measures[measure].name} (${measures[measure].unit})`;

  // Long names break where their words end.
  const broken = name => name.split(/(?<=[._])/).flatMap(part => [part, element("wbr")]);

  const place = (cell, axis) => cells.places[cell * dims + axis];
  const index = new Map();
  for (let cell = 0; cell < count; cell++) index.set(cells.places.slice(cell * dims, cell * dims + dims).join(), cell);
  const cellAt = places => index.get(places.join());
  const onGrid = cell => cell !== null && cell !== undefined && place(cell, 0) >= 0;
  const describe = cell => onGrid(cell)
    ? axes.map((axis, at) => `${axis.short} ${axis.labels[place(cell, at)]}`).join(", ") : "the scenario’s own settings";
  const named = cell => cell === cells.chosen && cell === cells.baseline ? "Recommended, and the baseline"
    : cell === cells.chosen ? "Recommended" : cell === cells.baseline ? "Baseline" : `Cell ${cells.names[cell]}`;

  // Keys for all tasks or activities are no TOML, but settings of the command line.
  const toml = cell => !onGrid(cell) ? "# the scenario as it is" : axes.map((axis, at) => {
    const pair = [axis.key, axis.toml[place(cell, at)]];
    return axis.key.includes("*") ? `# --set '${pair.join("=")}'` : pair.join(" = ");
  }).join("\n");

  // --- Scales -----------------------------------------------------------------------------------------------

  function ticks(low, high, most) {
    const least = (high - low) / most || 1;
    const power = 10 ** Math.floor(Math.log10(least));
    const step = [1, 2, 5, 10].map(times => times * power).find(step => step >= least * 0.999);
    const digits = Math.max(0, Math.min(9, -Math.floor(Math.log10(step) + 1e-9)));
    const list = [];
    for (let at = Math.ceil(low / step - 1e-9); at * step <= high + step * 1e-9; at++) list.push([at * step + 0, number(at * step + 0, digits)]);
    return list;
  }
  function range(values, room = 0) {
    let low = Infinity, high = -Infinity;
    for (const value of values) { if (value < low) low = value; if (value > high) high = value; }
    if (low > high) return [0, 1];
    const pad = (high - low) * room || (room ? Math.abs(high) * 0.1 || 1 : 0);
    return [low >= 0 ? Math.max(0, low - pad) : low - pad, high + pad];
  }
  const stops = data.ramp.map(hex => [1, 3, 5].map(at => parseInt(hex.slice(at, at + 2), 16)));
  function colour(share) {
    const at = Math.max(0, Math.min(1, share)) * (stops.length - 1);
    const from = Math.min(stops.length - 2, Math.floor(at));
    return `rgb(${stops[from].map((part, i) => Math.round(part + (stops[from + 1][i] - part) * (at - from))).join(",")})`;
  }

  function choice(label, options, value, change) {
    const select = element("select");
    options.forEach(([id, text]) => select.append(element("option", { value: id }, text)));
    select.value = String(value);
    select.addEventListener("change", () => change(Number(select.value)));
    return element("label", {}, label, select);
  }

  // --- The board --------------------------------------------------------------------------------------------

  const root = document.querySelector(".explore");
  const [choices, board, panel] = [".choices", ".board", ".chosen"].map(part => root.querySelector(part));
  const several = axes.map((_, at) => at).filter(at => axes[at].labels.length > 1);
  const centre = onGrid(cells.centre) ? axes.map((_, at) => place(cells.centre, at))
    : axes.map((_, at) => { for (let cell = 0; cell < count; cell++) if (place(cell, at) >= 0) return place(cell, at); return 0; });
  const state = { x: several[0] ?? 0, y: several[1] ?? -1, measure: 0, places: centre, selected: null, focus: null };

  function drawChoices() {
    const names = axes.map((axis, at) => [at, axis.short]);
    const swap = (own, other) => value => {
      if (value === state[other]) state[other] = state[own];
      state[own] = value;
      drawChoices();
      drawBoard();
    };
    const made = [choice("Colour", measures.map((measure, at) => [at, measure.name]), state.measure, value => { state.measure = value; drawBoard(); })];
    made.push(choice("Across", names, state.x, swap("x", "y")));
    if (state.y >= 0) made.push(choice("Up", names, state.y, swap("y", "x")));
    axes.forEach((axis, at) => {
      if (at === state.x || at === state.y || axis.labels.length < 2) return;
      made.push(choice(axis.short, axis.labels.map((label, value) => [value, label]), state.places[at], value => {
        state.places[at] = value;
        drawBoard();
      }));
    });
    made.forEach((label, at) => label.dataset.choice = ["colour", "x", "y"][at] && (at < 2 || (at === 2 && state.y >= 0)) ? ["colour", "x", "y"][at] : "other");
    choices.replaceChildren(...made);
  }

  function at(x, y) {
    const places = state.places.slice();
    places[state.x] = x;
    if (state.y >= 0) places[state.y] = y;
    return cellAt(places);
  }

  function drawBoard() {
    const [across, up] = [axes[state.x].labels, state.y >= 0 ? axes[state.y].labels : [""]];
    const { measure } = state;
    const seen = [];
    for (let y = 0; y < up.length; y++) for (let x = 0; x < across.length; x++) {
      const cell = at(x, y);
      if (cell !== undefined && mean(cell, measure) !== null) seen.push(mean(cell, measure));
    }
    const [low, high] = range(seen);
    const grid = element("div", { class: "cells", role: "grid", "aria-label": `${measures[measure].name} by ${axes[state.x].short}${state.y >= 0 ? ` and ${axes[state.y].short}` : ""}` });
    const made = [];
    for (let y = 0; y < up.length; y++) {
      const row = element("div", { class: "row", role: "row" });
      made.push([]);
      for (let x = 0; x < across.length; x++) {
        const cell = at(x, y);
        const box = element("div", { class: "cell", role: "gridcell", tabindex: "-1" });
        const where = `${axes[state.x].short} ${across[x]}${state.y >= 0 ? `, ${axes[state.y].short} ${up[y]}` : ""}`;
        if (cell === undefined) {
          box.classList.add(data.full ? "illegal" : "missing");
          box.setAttribute("aria-label", `${where}: ${data.full ? "not allowed, or not on this page" : "not tried"}`);
        } else {
          const value = mean(cell, measure);
          box.style.backgroundColor = colour(high > low ? (value - low) / (high - low) : 0.5);
          box.setAttribute("aria-label", `${where}: ${shown(measure, value)}`);
          const kinds = [cell === cells.chosen, cell === cells.baseline];
          if (kinds[0] || kinds[1]) box.append(element("span", { class: `dot ${kinds[0] && kinds[1] ? "both" : kinds[0] ? "chosen-cell" : "baseline-cell"}` }));
        }
        box.dataset.x = x;
        box.dataset.y = y;
        row.append(box);
        made[y].push(box);
      }
      grid.append(row);
    }
    const rows = element("div", { class: "rows", "aria-hidden": "true" }), columns = element("div", { class: "columns", "aria-hidden": "true" });
    const longest = up.reduce((one, other) => other.length > one.length ? other : one, "");
    rows.append(element("span", { class: "size" }, longest));
    const heat = element("div", { class: "heat" },
      element("div", { class: "up" }, state.y >= 0 ? `↑ ${axes[state.y].short}` : ""), rows, grid, columns,
      element("div", { class: "across" }, `${axes[state.x].short} →`));
    board.replaceChildren(heat, scale(measure, low, high, seen.length < across.length * up.length));
    label(rows, up, grid.clientHeight, 18, (span, share) => { span.style.top = `${(1 - share) * 100}%`; });
    const wide = Math.min(112, 7.2 * across.reduce((most, text) => Math.max(most, text.length), 1) + 12);
    label(columns, across, grid.clientWidth, wide, (span, share) => { span.style.left = `${share * 100}%`; });
    reach(grid, made, at);
    select(state.selected, made);
  }

  // As many labels as have room.
  function label(parent, labels, length, room, put) {
    let every = 1;
    while (length * every / labels.length < room && every < labels.length) every++;
    for (let i = 0; i < labels.length; i += every) {
      const span = element("span", {}, labels[i]);
      put(span, (i + 0.5) / labels.length);
      parent.append(span);
    }
  }

  function scale(measure, low, high, hasHoles) {
    const bar = element("span", { class: "bar", "aria-hidden": "true" });
    bar.style.background = `linear-gradient(to right, ${data.ramp.join(",")})`;
    const made = element("div", { class: "scale" }, element("span", {}, shown(measure, low), bar, shown(measure, high)));
    const mark = (kind, text) => made.append(element("span", {}, element("span", { class: "mark" }, element("span", { class: `dot ${kind}` })), text));
    if (cells.chosen !== null && cells.chosen === cells.baseline) mark("both", "recommended and baseline");
    else {
      if (cells.chosen !== null) mark("chosen-cell", "recommended");
      mark("baseline-cell", onGrid(cells.baseline) ? "baseline" : "baseline (none of these combinations)");
    }
    if (hasHoles && data.full) made.append(element("span", {}, element("span", { class: "mark illegal" }), "not allowed"));
    return made;
  }

  // One cell is in the order of the tab key; arrows move.
  function reach(grid, made, at) {
    const first = onGrid(cells.centre) && at(place(cells.centre, state.x), state.y >= 0 ? place(cells.centre, state.y) : 0) === cells.centre
      ? [place(cells.centre, state.x), state.y >= 0 ? place(cells.centre, state.y) : 0] : [0, 0];
    let [x, y] = first;
    made[y][x].tabIndex = 0;
    const move = (toX, toY) => {
      made[y][x].tabIndex = -1;
      [x, y] = [Math.max(0, Math.min(made[0].length - 1, toX)), Math.max(0, Math.min(made.length - 1, toY))];
      made[y][x].tabIndex = 0;
      made[y][x].focus({ preventScroll: true });
    };
    const steps = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };
    const of = box => at(Number(box.dataset.x), Number(box.dataset.y));
    grid.addEventListener("keydown", event => {
      if (steps[event.key]) {
        event.preventDefault();
        move(x + steps[event.key][0], y + steps[event.key][1]);
      } else if (event.key === "Enter" || event.key === " ") {
        event.preventDefault();
        choose(at(x, y), made);
      }
    });
    const over = event => { const box = event.target.closest(".cell"); if (box) tell(of(box)); };
    grid.addEventListener("focusin", over);
    grid.addEventListener("pointerover", over);
    grid.addEventListener("pointerleave", () => tell(state.selected));
    grid.addEventListener("click", event => {
      const box = event.target.closest(".cell");
      if (!box) return;
      made[y][x].tabIndex = -1;
      [x, y] = [Number(box.dataset.x), Number(box.dataset.y)];
      box.tabIndex = 0;
      choose(of(box), made);
    });
  }

  function choose(cell, made) {
    if (cell === undefined) return;
    state.selected = cell;
    select(cell, made);
    tell(cell);
  }
  function select(cell, made) {
    for (const row of made) for (const box of row) {
      box.setAttribute("aria-selected", String(cell !== null && at(Number(box.dataset.x), Number(box.dataset.y)) === cell));
    }
  }

  // The figures of a cell; of the one selected its settings too.
  function tell(cell) {
    if (cell === undefined || cell === null) { panel.replaceChildren(element("p", {}, "No figures here.")); return; }
    const table = element("table");
    measures.forEach((measure, at) => {
      const aside = interval(cell, at), limit = measure.limit === null ? "" : `at most ${shown(at, measure.limit)}`;
      table.append(element("tr", {}, element("th", { scope: "row", title: measure.meaning }, ...broken(measure.name)),
        element("td", {}, shown(at, mean(cell, at)), ...[aside, limit].filter(Boolean).map(text => element("small", {}, text)))));
    });
    const parts = [element("h3", {}, named(cell)), element("p", {}, describe(cell))];
    if (cell === state.selected) parts.push(...settings(cell));
    parts.push(table);
    if (cells.half.length) parts.push(element("p", { class: "note" }, `Mean over replications and its ${root.dataset.level} interval.`));
    panel.replaceChildren(...parts);
  }
  function settings(cell) {
    const code = element("code", {}, toml(cell)), copy = element("button", { type: "button", class: "copy" }, "Copy");
    copy.addEventListener("click", async () => {
      try {
        await navigator.clipboard.writeText(toml(cell));
        copy.textContent = "Copied";
      } catch {
        // Not every browser lets a file write to the clipboard: the text is selected instead.
        getSelection().selectAllChildren(code);
        copy.textContent = "Selected";
      }
    });
    return [element("pre", { tabindex: "0", "aria-label": "Settings as TOML" }, code), element("p", {}, copy)];
  }

  // --- Drawings ---------------------------------------------------------------------------------------------

  function frame(width, height, [left, top, right, bottom], across, up) {
    const svg = shape("svg", { class: "drawn", viewBox: `0 0 ${width} ${height}`, role: "img" });
    const x = value => left + (width - left - right) * (value - across[0]) / (across[1] - across[0]);
    const y = value => height - bottom - (height - top - bottom) * (value - up[0]) / (up[1] - up[0]);
    for (const [value, text] of ticks(up[0], up[1], 5)) {
      svg.append(shape("line", { class: "grid", x1: left, x2: width - right, y1: y(value), y2: y(value) }));
      svg.append(shape("text", { x: left - 7, y: y(value) + 4, "text-anchor": "end" }, text));
    }
    return { svg, x, y };
  }

  const scatter = document.querySelector(".scatter");
  if (measures.length > 1) {
    const chosen = { x: 1, y: 0 };
    const options = measures.map((measure, at) => [at, measure.name]);
    const controls = element("div", { class: "choices" });
    const plot = element("div");
    const read = element("p", { class: "note read", "aria-live": "polite" }, "Point at a dot, or move along with the arrow keys, to read it.");
    scatter.append(controls, plot, read);
    const draw = () => {
      const narrow = scatter.clientWidth < 600, width = narrow ? 420 : 1000, height = narrow ? 380 : 460;
      const values = axis => {
        const list = [];
        for (let cell = 0; cell < count; cell++) if (mean(cell, axis) !== null) list.push(mean(cell, axis) * factor(axis));
        if (measures[axis].limit !== null) list.push(measures[axis].limit * factor(axis));
        return list;
      };
      const across = range(values(chosen.x), 0.04), up = range(values(chosen.y), 0.06);
      const { svg, x, y } = frame(width, height, [70, 34, 20, 54], across, up);
      svg.setAttribute("tabindex", "0");
      svg.setAttribute("aria-label", `${titled(chosen.y)} against ${titled(chosen.x)}`);
      for (const [value, text] of ticks(across[0], across[1], narrow ? 4 : 8)) {
        svg.append(shape("line", { class: "grid", x1: x(value), x2: x(value), y1: 34, y2: height - 54 }));
        svg.append(shape("text", { x: x(value), y: height - 34, "text-anchor": "middle" }, text));
      }
      svg.append(shape("text", { class: "title", x: 4, y: 18 }, `↑ ${titled(chosen.y)}`));
      svg.append(shape("text", { class: "title", x: width - 20, y: height - 10, "text-anchor": "end" }, `${titled(chosen.x)} →`));
      const points = [], taken = new Set();
      for (let cell = 0; cell < count; cell++) {
        if (mean(cell, chosen.x) === null) continue;
        const [px, py] = [x(mean(cell, chosen.x) * factor(chosen.x)), y(mean(cell, chosen.y) * factor(chosen.y))];
        points.push([px, py, cell]);
        const key = `${Math.round(px)},${Math.round(py)}`;
        if (taken.has(key)) continue;
        taken.add(key);
        svg.append(shape("circle", { class: "point", cx: px.toFixed(1), cy: py.toFixed(1), r: 3 }));
      }
      svg.append(front(points, chosen));
      for (const [axis, isX] of [[chosen.x, true], [chosen.y, false]]) {
        if (measures[axis].limit === null) continue;
        const value = measures[axis].limit * factor(axis);
        svg.append(isX ? shape("line", { class: "limit", x1: x(value), x2: x(value), y1: 34, y2: height - 54 })
          : shape("line", { class: "limit", x1: 70, x2: width - 20, y1: y(value), y2: y(value) }));
      }
      const marks = [[cells.baseline, "baseline"], [cells.chosen, "recommended"]].filter(([cell]) => cell !== null);
      const names = [];
      for (const [cell, name] of marks) {
        const point = points.find(point => point[2] === cell);
        if (!point) continue;
        svg.append(shape("circle", { class: `${name === "baseline" ? "baseline" : "chosen"}-mark`, cx: point[0], cy: point[1], r: 6 }));
        const right = point[0] > width / 2;
        let ty = Math.max(46, point[1] - 11);
        if (names.some(other => Math.abs(other - ty) < 16)) ty = ty + 32 > height - 58 ? ty - 16 : ty + 32;
        names.push(ty);
        svg.append(shape("text", { class: "name", x: point[0] + (right ? -10 : 10), y: ty, "text-anchor": right ? "end" : "start" }, name));
      }
      const ring = shape("circle", { class: "ring", r: 7, visibility: "hidden" });
      svg.append(ring);
      points.sort((one, other) => one[0] - other[0] || one[1] - other[1]);
      let current = -1;
      const readAt = at => {
        current = at;
        const [px, py, cell] = points[at];
        ring.setAttribute("cx", px); ring.setAttribute("cy", py); ring.setAttribute("visibility", "visible");
        const figure = axis => `${measures[axis].name} ${shown(axis, mean(cell, axis))}${interval(cell, axis) && ` (${interval(cell, axis)})`}`;
        read.textContent = `${named(cell)}: ${describe(cell)}. ${figure(chosen.y)}; ${figure(chosen.x)}.`;
      };
      svg.addEventListener("pointermove", event => {
        const box = svg.getBoundingClientRect();
        const [mx, my] = [(event.clientX - box.left) * width / box.width, (event.clientY - box.top) * height / box.height];
        let best = -1, least = Infinity;
        points.forEach(([px, py], at) => { const far = (px - mx) ** 2 + (py - my) ** 2; if (far < least) [best, least] = [at, far]; });
        if (best >= 0 && least < 30 ** 2) readAt(best);
      });
      svg.addEventListener("keydown", event => {
        const step = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1 }[event.key];
        if (!step || !points.length) return;
        event.preventDefault();
        readAt(Math.max(0, Math.min(points.length - 1, current + step)));
      });
      plot.replaceChildren(svg);
    };
    // Less is better of every measure but a goal's that is to be maximised.
    function front(points, { x, y }) {
      const sign = axis => axis === 0 && data.maximize ? -1 : 1;
      const sorted = points.slice().sort((one, other) => sign(x) * (mean(one[2], x) - mean(other[2], x)) || sign(y) * (mean(one[2], y) - mean(other[2], y)));
      let best = Infinity, path = "";
      for (const [px, py, cell] of sorted) {
        const cost = sign(y) * mean(cell, y);
        if (cost >= best) continue;
        best = cost;
        path += path ? `H${px.toFixed(1)}V${py.toFixed(1)}` : `M${px.toFixed(1)} ${py.toFixed(1)}`;
      }
      return shape("path", { class: "front", d: path });
    }
    const drawControls = () => controls.replaceChildren(
      choice("Across", options, chosen.x, value => { chosen.x = value; draw(); }),
      choice("Up", options, chosen.y, value => { chosen.y = value; draw(); }));
    drawControls();
    draw();
    let last = scatter.clientWidth < 600;
    addEventListener("resize", () => { if (last !== scatter.clientWidth < 600) { last = !last; draw(); } });
  }

  // --- What each axis does ----------------------------------------------------------------------------------

  const effects = document.querySelector(".effects"), panels = element("div", { class: "panels" });
  effects.append(element("div", { class: "choices" }, choice("Metric", measures.map((measure, at) => [at, measure.name]), 0, drawEffects)), panels);
  function drawEffects(measure) {
    const times = factor(measure);
    const all = [];
    for (let cell = 0; cell < count; cell++) if (onGrid(cell) && mean(cell, measure) !== null) all.push(mean(cell, measure) * times);
    const up = range(all, 0.06);
    panels.replaceChildren(...axes.map((axis, at) => {
      const by = axis.labels.map(() => []);
      for (let cell = 0; cell < count; cell++) if (onGrid(cell) && mean(cell, measure) !== null) by[place(cell, at)].push(mean(cell, measure) * times);
      const [width, height, left, right] = [420, 250, 62, 14];
      const { svg, y } = frame(width, height, [left, 30, right, 34], [0, 1], up);
      const cell = (width - left - right) / by.length, x = i => left + cell * (i + 0.5), bar = Math.min(cell * 0.8, 26);
      svg.append(shape("text", { class: "title", x: 4, y: 14 }, axis.short));
      let path = "";
      const dots = [];
      by.forEach((values, i) => {
        if (!values.length) return;
        values.sort((one, other) => one - other);
        const quantile = q => { const h = q * (values.length - 1), low = Math.floor(h); return values[low] + (h - low) * ((values[low + 1] ?? values[low]) - values[low]); };
        const average = values.reduce((sum, value) => sum + value, 0) / values.length;
        const [top, bottom] = [y(quantile(0.95)), y(quantile(0.05))];
        svg.append(shape("rect", { class: "band", x: x(i) - bar / 2, width: bar, y: top, height: Math.max(0, bottom - top) }));
        path += `${path ? "L" : "M"}${x(i).toFixed(1)} ${y(average).toFixed(1)}`;
        const dot = shape("circle", { class: "value", cx: x(i), cy: y(average), r: cell < 12 ? 1.5 : 3 });
        dot.append(shape("title", {}, `${axis.labels[i]}: ${shown(measure, average / times)}`));
        dots.push(dot);
      });
      if (onGrid(cells.baseline)) {
        const now = x(place(cells.baseline, at));
        svg.append(shape("line", { class: "now", x1: now, x2: now, y1: 30, y2: height - 34 }));
      }
      svg.append(shape("path", { class: "mean", d: path }), ...dots);
      svg.append(shape("line", { class: "axis", x1: left, x2: width - right, y1: height - 34, y2: height - 34 }));
      const short = axis.labels.map(text => text.length > 16 ? `${text.slice(0, 15)}…` : text);
      const room = 7.4 * short.reduce((most, text) => Math.max(most, text.length), 1) + 10;
      let every = 1;
      while (cell * every < room && every < short.length) every++;
      short.forEach((text, i) => { if (i % every === 0) svg.append(shape("text", { x: x(i), y: height - 15, "text-anchor": "middle" }, text)); });
      svg.setAttribute("aria-label", `${titled(measure)} by ${axis.short}: ${short.map((text, i) => by[i].length ? `${text} ${number(by[i].reduce((a, b) => a + b, 0) / by[i].length, 0, 2)}` : "").filter(Boolean).slice(0, 12).join(", ")}`);
      return svg;
    }));
  }

  drawChoices();
  drawBoard();
  state.selected = cells.centre;
  tell(cells.centre);
  drawEffects(0);
  let width = board.clientWidth;
  addEventListener("resize", () => { if (Math.abs(board.clientWidth - width) > 8) { width = board.clientWidth; drawBoard(); } });
})();
