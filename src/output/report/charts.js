"use strict";
// Charts with a read-out, zoom and keys that hide what they name, drawn by uPlot from the data of the page.
// Colours are custom properties of the stylesheet, so that both themes and all reports share them.

const creditsimCharts = (() => {
  const DAY = 864e5;
  const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
  const FONT = 'system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif';

  const property = name => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const number = (value, digits = 0) =>
    value.toLocaleString("en-US", { minimumFractionDigits: digits, maximumFractionDigits: digits });
  const sums = deltas => { let sum = 0; return deltas.map(delta => sum += delta); };
  const pairs = list => { const out = []; for (let i = 0; i < list.length; i += 2) out.push([list[i], list[i + 1]]); return out; };
  const pad = part => String(part).padStart(2, "0");

  function element(tag, attributes = {}, ...children) {
    const made = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
    made.append(...children);
    return made;
  }

  // --- Colours ----------------------------------------------------------------------------------------------

  const colour = hue => property(`--c-${hue}`);

  // A colour, or a pattern where the hue has a hatch.
  function fill(context, hue) {
    const hatch = property(`--c-${hue}-hatch`);
    if (!hatch) return colour(hue);
    const size = Math.round(7 * devicePixelRatio);
    const tile = element("canvas", { width: size, height: size });
    const pen = tile.getContext("2d");
    pen.fillStyle = colour(hue);
    pen.fillRect(0, 0, size, size);
    pen.strokeStyle = hatch;
    pen.lineWidth = 1.3 * devicePixelRatio;
    pen.beginPath();
    for (const at of [0, size, 2 * size]) { pen.moveTo(at + size, -size); pen.lineTo(at - 2 * size, 2 * size); }
    pen.stroke();
    return context.createPattern(tile, "repeat");
  }

  function swatch(hue, shape) {
    const canvas = element("canvas", { class: "swatch", width: 36, height: 24, "aria-hidden": "true" });
    canvas.paint = () => {
      const pen = canvas.getContext("2d");
      pen.clearRect(0, 0, 36, 24);
      pen.fillStyle = fill(pen, hue);
      if (shape === "area") pen.fillRect(0, 0, 36, 24);
      if (shape === "line") pen.fillRect(0, 10, 36, 4);
      if (shape === "dashes") [0, 14, 28].forEach(x => pen.fillRect(x, 10, 8, 4));
      if (shape === "tick") [4, 16, 28].forEach(x => pen.fillRect(x, 0, 4, 24));
    };
    canvas.paint();
    return canvas;
  }

  // --- Civil time -------------------------------------------------------------------------------------------

  // Instants as the organisation's clocks show them: a Date whose UTC fields are the civil time.
  function clock(offsets) {
    const ahead = at => {
      let minutes = offsets[0][1];
      for (const [from, then] of offsets) { if (from > at) break; minutes = then; }
      return minutes * 6e4;
    };
    const civil = at => new Date(at + ahead(at));
    const instant = shown => { const guess = shown - ahead(shown); return shown - ahead(guess); };
    const day = at => { const c = civil(at); return `${c.getUTCDate()} ${MONTHS[c.getUTCMonth()]} ${c.getUTCFullYear()}`; };
    const minute = at => { const c = civil(at); return `${pad(c.getUTCHours())}:${pad(c.getUTCMinutes())}`; };
    return { civil, instant, day, text: at => `${day(at)}, ${minute(at)}` };
  }

  // From one tick to the next: the unit, how many, and about how long that is.
  const PACES = [
    ...[1, 3, 6, 12].map(n => ["hour", n, n * 36e5]),
    ...[1, 2, 7].map(n => ["day", n, n * DAY]),
    ...[1, 2, 3, 6].map(n => ["month", n, n * 30.4 * DAY]),
    ...[1, 2, 5, 10, 50].map(n => ["year", n, n * 365 * DAY]),
  ];

  // Ticks in civil time with room for their labels: 06:00, 15, Mar or 2027, and the larger unit where it begins.
  function timeTicks(at, from, to, width) {
    const room = width < 500 ? 34 : 48;
    const [unit, step] = PACES.find(pace => width * pace[2] / (to - from) >= room) ?? PACES.at(-1);
    const start = at.civil(from);
    const [year, month, day, hour] = [start.getUTCFullYear(), start.getUTCMonth(), start.getUTCDate(), start.getUTCHours()];
    const ticks = [];
    let larger = null, lastBelow = -Infinity;
    for (let i = 0; ; i++) {
      const civil = {
        hour: () => new Date(Date.UTC(year, month, day, hour + i)),
        day: () => new Date(Date.UTC(year, month, day + i)),
        month: () => new Date(Date.UTC(year, month + i, 1)),
        year: () => new Date(Date.UTC(year + i, 0, 1)),
      }[unit]();
      const time = at.instant(civil.getTime());
      if (time > to) return ticks;
      const last = new Date(Date.UTC(civil.getUTCFullYear(), civil.getUTCMonth() + 1, 0)).getUTCDate();
      const isTick = {
        hour: () => civil.getUTCHours() % step === 0,
        day: () => (civil.getUTCDate() - 1) % step === 0 && civil.getUTCDate() + step - 1 <= last,
        month: () => civil.getUTCMonth() % step === 0,
        year: () => civil.getUTCFullYear() % step === 0,
      }[unit]();
      if (!isTick || time < from) continue;
      const [label, below] = {
        hour: () => [`${pad(civil.getUTCHours())}:00`, at.day(time)],
        day: () => [String(civil.getUTCDate()), `${MONTHS[civil.getUTCMonth()]} ${civil.getUTCFullYear()}`],
        month: () => [MONTHS[civil.getUTCMonth()], String(civil.getUTCFullYear())],
        year: () => [String(civil.getUTCFullYear()), ""],
      }[unit]();
      const x = width * (time - from) / (to - from);
      const begins = below && below !== larger && x - lastBelow > 80;
      if (begins) lastBelow = x;
      if (begins || below !== larger) larger = below;
      ticks.push({ at: time, label: begins ? `${label}\n${below}` : label });
    }
  }

  function monthTicks(months, from, to, width) {
    const first = Math.max(0, Math.ceil(from)), last = Math.min(months.length - 1, Math.floor(to));
    const room = width / (to - from);
    const step = [1, 2, 3, 6, 12, 24, 60, 120, 600].find(step => room * step >= 36) ?? 1200;
    const ticks = [];
    for (let i = first; i <= last; i++) {
      const [year, month] = months[i].split("-").map(Number);
      if ((month - 1) % Math.min(step, 12) || (step > 12 && year % (step / 12))) continue;
      const label = step >= 12 ? String(year) : MONTHS[month - 1];
      ticks.push({ at: i, label: step < 12 && (month === 1 || !ticks.length) ? `${label}\n${year}` : label });
    }
    return ticks;
  }

  const monthName = month => { const [year, of] = month.split("-"); return `${MONTHS[of - 1]} ${year}`; };

  // --- What all charts share --------------------------------------------------------------------------------

  // Keys, zoom, read-out and size of one figure, whose plots share an x axis.
  function frame(figure, full) {
    const place = figure.querySelector(".plots");
    const keys = element("div", { class: "keys", role: "group", "aria-label": "Keys: show or hide" });
    const tools = element("div", { class: "tools" });
    const reset = element("button", { type: "button", class: "reset", hidden: "" }, "Reset zoom");
    tools.append(reset);
    figure.querySelector("figcaption").append(tools);
    place.before(keys);
    const self = { place, plots: [], hidden: new Set(), full, tools, swatches: [] };

    self.key = (name, hue, shape) => {
      if ([...keys.children].some(key => key.dataset.key === name)) return;
      const mark = swatch(hue, shape);
      const button = element("button", { type: "button", "aria-pressed": "true", "data-key": name }, mark, name);
      button.addEventListener("click", () => {
        const isShown = self.hidden.has(name);
        self.hidden[isShown ? "delete" : "add"](name);
        button.setAttribute("aria-pressed", String(isShown));
        self.plots.forEach(plot => plot.refresh());
      });
      self.swatches.push(mark);
      keys.append(button);
    };
    self.isShown = name => !self.hidden.has(name);
    self.zoom = (min, max) => {
      const [from, to] = self.full;
      reset.hidden = min <= from && max >= to;
      for (const { u } of self.plots) {
        if (u.scales.x.min !== min || u.scales.x.max !== max) u.setScale("x", { min, max });
      }
    };
    reset.addEventListener("click", () => self.zoom(...self.full));
    self.recolour = () => {
      self.swatches.forEach(mark => mark.paint());
      self.plots.forEach(({ u }) => u.redraw());
    };
    new ResizeObserver(() => self.plots.forEach(plot => {
      const width = place.clientWidth;
      if (width && width !== plot.u.width) plot.u.setSize({ width, height: plot.u.height });
    })).observe(place);
    return self;
  }

  const WHOLE = Array.from({ length: 15 }, (_, power) => [1, 2, 5].map(times => times * 10 ** power)).flat();
  const axisSize = () => innerWidth < 560 ? 58 : 76;
  const small = () => `11px ${FONT}`;

  // Options that all plots have; `ticks(from, to, width)` gives the x axis.
  function options(shared, ticks, { height, xGap = 4, unit, y, tip, isWhole }) {
    let shown = [];
    return {
      width: shared.place.clientWidth || 600,
      height,
      padding: [14, 30, 0, 0],
      legend: { show: false },
      cursor: {
        y: false,
        points: { show: false },
        drag: { x: true, y: false, setScale: true },
        dataIdx: tip.index,
      },
      scales: { x: { time: false, range: tip.range }, y },
      axes: [
        {
          stroke: () => property("--ink"), font: small(), gap: xGap, size: 40 + xGap,
          grid: { show: false },
          ticks: { stroke: () => property("--muted"), width: 1, size: 5 },
          splits: (u, _, min, max) => (shown = ticks(min, max, u.bbox.width / devicePixelRatio)).map(tick => tick.at),
          values: () => shown.map(tick => tick.label),
        },
        unit === null ? { show: false, scale: "y" } : {
          stroke: () => property("--muted"), font: small(), size: axisSize, gap: 6, label: unit, labelSize: 18, labelFont: small(), labelGap: 0,
          grid: { stroke: () => property("--grid"), width: 1 }, ticks: { show: false }, space: 34, ...(isWhole ? { incrs: WHOLE } : {}),
          values: (_, values) => values.map(value => value === null ? "" : number(value, Number.isInteger(value) ? 0 : 1)),
        },
      ],
    };
  }

  // The plot in its place, with a read-out that pointer and arrow keys move.
  function plot(shared, uOptions, data, { title, label, refresh, read, steps }) {
    const holder = element("div", { class: "plot", tabindex: "0", role: "group", "aria-label": label, "aria-roledescription": "chart" });
    if (title) holder.append(element("h4", {}, title));
    shared.place.append(holder);
    const tip = element("div", { class: "tip", hidden: "", role: "status", "aria-live": "off" });
    uOptions.hooks ??= {};
    uOptions.hooks.setScale = [(u, key) => { if (key === "x" && shared.plots.length) shared.zoom(u.scales.x.min, u.scales.x.max); }];
    uOptions.hooks.setCursor = [u => show(u)];
    const u = new uPlot(uOptions, data, holder);
    u.over.append(tip);
    function show(u) {
      const { left, top } = u.cursor;
      const told = left >= 0 ? read(u, left, top) : null;
      tip.hidden = !told;
      if (!told) return;
      tip.replaceChildren(element("strong", {}, told.head), ...(told.notes ?? []).map(note => element("div", {}, note)));
      if (told.rows.length) {
        tip.append(element("table", {}, ...told.rows.map(([hue, shape, name, value]) =>
          element("tr", {}, element("td", {}, swatch(hue, shape)), element("td", {}, name), element("td", {}, value)))));
      }
      const width = u.over.clientWidth;
      const isRight = left > width / 2;
      tip.style.left = isRight ? "auto" : `${left + 14}px`;
      tip.style.right = isRight ? `${width - left + 14}px` : "auto";
      tip.style.top = `${told.top ?? 8}px`;
    }
    holder.addEventListener("keydown", event => {
      const move = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
      if (event.key === "Escape") u.setCursor({ left: -10, top: -10 });
      if (!move || event.target !== holder) return;
      event.preventDefault();
      tip.setAttribute("aria-live", "polite");
      const width = u.over.clientWidth, { min, max } = u.scales.x;
      const step = width * (steps ? steps / (max - min) : event.shiftKey ? .1 : .01);
      const left = u.cursor.left >= 0 ? u.cursor.left + move * step : move > 0 ? step / 2 : width - step / 2;
      u.setCursor({ left: Math.min(width - 1, Math.max(0, left)), top: 10 });
    });
    holder.addEventListener("blur", () => u.setCursor({ left: -10, top: -10 }));
    u.over.addEventListener("pointerdown", () => tip.setAttribute("aria-live", "off"));
    shared.plots.push({ u, refresh: () => refresh(u) });
    return u;
  }

  // From zero (or a debt) to above the highest value and level.
  const range = (floor, levels) => (_, min, max) => {
    const top = Math.max(floor, max ?? 0, ...levels()) * 1.06;
    return [Math.min(0, min ?? 0) * 1.06, top];
  };

  function dashes(u, value, hue) {
    const pen = u.ctx, y = Math.round(u.valToPos(value, "y", true)) + .5;
    pen.save();
    pen.strokeStyle = colour(hue);
    pen.lineWidth = 1.5 * devicePixelRatio;
    pen.setLineDash([7 * devicePixelRatio, 5 * devicePixelRatio]);
    pen.beginPath();
    pen.moveTo(u.bbox.left, y);
    pen.lineTo(u.bbox.left + u.bbox.width, y);
    pen.stroke();
    pen.restore();
  }

  // Draws the part of [from, to) that is in view, at least `least` wide, as a box from y `top`, `height` high.
  function box(u, from, to, least, top, height) {
    const { left, width } = u.bbox;
    const clip = x => Math.min(left + width, Math.max(left, x));
    const [start, end] = [u.valToPos(from, "x", true), u.valToPos(to, "x", true)];
    if (end < left || start > left + width) return;
    const x = clip(start);
    u.ctx.fillRect(x, top, Math.max(clip(end) - x, least * devicePixelRatio), height);
  }

  // The last index whose time is not after `at`.
  function before(times, at) {
    let low = 0, high = times.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (times[middle] <= at) low = middle; else high = middle - 1;
    }
    return low;
  }

  // Cumulative sums of those parts that are shown, the topmost first, so that lower ones are drawn over it.
  function stacked(parts, isShown) {
    const sum = new Float64Array(parts[0]?.values.length ?? 0);
    return parts.map(part => isShown(part.name) ? Array.from(part.values, (value, i) => sum[i] += value ?? 0) : null).reverse();
  }

  const instants = axis => column => axis.from + (axis.to - axis.from) * column / axis.columns;

  // --- Levels over time -------------------------------------------------------------------------------------

  function steps(figure, chart, page) {
    const { axis } = chart, at = clock(page.offsets), column = instants(axis);
    const shared = frame(figure, [axis.from, axis.to]);
    const times = sums(chart.times);
    const extended = values => values.concat(values.at(-1) ?? 0);
    const parts = chart.stack.map(part => ({ ...part, values: extended(sums(part.values)) }));
    const line = { ...chart.line, values: extended(sums(chart.line.values)) };
    const marks = chart.marks.map(mark => ({ ...mark, runs: pairs(sums(mark.runs)).map(run => run.map(column)) }));
    const xs = times.concat(axis.to);

    shared.key(line.name, line.hue, "line");
    parts.forEach(part => shared.key(part.name, part.hue, "area"));
    if (chart.limit) shared.key(chart.limit.name, chart.limit.hue, "dashes");
    marks.forEach(mark => shared.key(mark.name, mark.hue, mark.tint ? "area" : "tick"));

    const stepped = uPlot.paths.stepped({ align: 1 });
    const nothing = new Array(xs.length).fill(null);
    const data = () => [xs, ...stacked(parts, shared.isShown).map(values => values ?? nothing),
      shared.isShown(line.name) ? line.values : nothing];
    const strip = 15, gap = 8 + strip * marks.length;
    const uOptions = options(shared, (min, max, width) => timeTicks(at, min, max, width), {
      height: (innerWidth < 560 ? 300 : 400) + gap, xGap: gap, unit: chart.unit, isWhole: true,
      y: { range: range(1, () => chart.limit && shared.isShown(chart.limit.name) ? [chart.limit.value] : []) },
      tip: { index: (u, _, closest, x) => before(xs, x), range: (_, min, max) => [min, max] },
    });
    uOptions.series = [{}, ...[...parts].reverse().map(part => ({ width: 0, points: { show: false }, paths: stepped, fill: u => fill(u.ctx, part.hue) })),
      { width: 1.2, points: { show: false }, paths: stepped, stroke: () => colour(line.hue) }];
    uOptions.hooks = {
      drawClear: [u => {
        for (const mark of marks.filter(mark => mark.tint && shared.isShown(mark.name))) {
          u.ctx.fillStyle = colour(mark.tint);
          mark.runs.forEach(([from, to]) => box(u, from, to, 1, u.bbox.top, u.bbox.height));
        }
      }],
      draw: [u => {
        if (chart.limit && shared.isShown(chart.limit.name)) dashes(u, chart.limit.value, chart.limit.hue);
        const ratio = devicePixelRatio, pen = u.ctx;
        pen.save();
        marks.forEach((mark, i) => {
          const top = u.bbox.top + u.bbox.height + (8 + strip * i) * ratio;
          pen.fillStyle = property("--grid");
          pen.fillRect(u.bbox.left, top + 11 * ratio, u.bbox.width, ratio);
          pen.fillStyle = property("--muted");
          pen.font = `${10.5 * ratio}px ${FONT}`;
          pen.textAlign = "right";
          pen.textBaseline = "alphabetic";
          pen.fillText(mark.short, u.bbox.left - 6 * ratio, top + 10 * ratio);
          if (!shared.isShown(mark.name)) return;
          pen.fillStyle = fill(pen, mark.hue);
          mark.runs.forEach(([from, to]) => box(u, from, to, 2, top, 11 * ratio));
        });
        pen.restore();
      }],
    };
    plot(shared, uOptions, data(), {
      label: figure.querySelector("h3").textContent,
      refresh: u => u.setData(data(), false) || u.redraw(),
      read: (u, left) => {
        const time = u.posToVal(left, "x"), i = before(xs, time);
        const rows = [line, ...[...parts].reverse()].filter(part => shared.isShown(part.name))
          .map(part => [part.hue, part === line ? "line" : "area", part.name, number(part.values[i])]);
        const near = (axis.to - axis.from) / axis.columns / 2;
        const notes = marks.filter(mark => shared.isShown(mark.name) && mark.runs.some(([from, to]) => from - near <= time && time < to + near));
        return { head: at.text(time), rows: rows.concat(notes.map(mark => [mark.hue, mark.tint ? "area" : "tick", mark.name, ""])) };
      },
    });
    return shared;
  }

  // --- Bars of months ---------------------------------------------------------------------------------------

  function bars(figure, chart) {
    const { months } = chart;
    const shared = frame(figure, [-.5, months.length - .5]);
    for (const panel of chart.panels) {
      panel.stack.forEach(part => shared.key(part.name, part.hue, panel.points ? "line" : "area"));
      if (panel.limit) shared.key(panel.limit.name, panel.limit.hue, "dashes");
      if (panel.whiskers) shared.key(panel.whiskers.name, panel.whiskers.hue, "line");
    }
    if (chart.shade) shared.key(chart.shade.name, chart.shade.tint, "area");
    chart.panels.forEach((panel, index) => {
      const isLast = index === chart.panels.length - 1;
      barPanel(shared, figure, chart, panel, chart.panels.length > 1, isLast);
    });
    return shared;
  }

  // Whole bars: from half a step before the first to half a step after the last.
  const wholeBars = count => (_, min, max) =>
    count === 1 ? [-.5, .5] : [Math.round(min) - .5, Math.ceil(max - .5) + .5];

  function barPanel(shared, figure, chart, panel, isSmall, isLast) {
    const { months } = chart, ratio = () => devicePixelRatio;
    const xs = months.map((_, i) => i);
    const nothing = xs.map(() => null);
    const data = () => [xs, ...(panel.points ? [...panel.stack].reverse().map(part => shared.isShown(part.name) ? part.values : null)
      : stacked(panel.stack, shared.isShown)).map(values => values ?? nothing)];
    const whiskers = () => panel.whiskers && shared.isShown(panel.whiskers.name);
    const barPaths = uPlot.paths.bars({ size: [.7, 90] });
    const ticks = (min, max, width) => monthTicks(months, min, max, width);
    const uOptions = options(shared, ticks, {
      height: panel.whiskers ? 260 : isSmall ? (isLast ? 152 : 116) : innerWidth < 560 ? 300 : 380, unit: panel.unit, isWhole: panel.digits === 0,
      y: { range: range(panel.top, () => [...(panel.limit && shared.isShown(panel.limit.name) ? [panel.limit.value] : []),
        ...(whiskers() ? panel.whiskers.high : [])]) },
      tip: { index: (u, _, closest) => closest, range: wholeBars(months.length) },
    });
    if (!isLast) Object.assign(uOptions.axes[0], { size: 4, values: () => [] });
    if (isSmall) uOptions.axes[1].space = 26;
    uOptions.series = [{}, ...[...panel.stack].reverse().map(part => panel.points
      ? { width: 0, points: { show: false }, paths: () => null }
      : { width: 0, points: { show: false }, paths: barPaths, fill: u => fill(u.ctx, part.hue) })];
    uOptions.hooks = {
      drawClear: [u => {
        if (!chart.shade || !shared.isShown(chart.shade.name)) return;
        u.ctx.fillStyle = colour(chart.shade.tint);
        chart.shade.months.forEach(i => box(u, i - .5, i + .5, 1, u.bbox.top, u.bbox.height));
      }],
      draw: [u => {
        if (panel.limit && shared.isShown(panel.limit.name)) dashes(u, panel.limit.value, panel.limit.hue);
        if (whiskers()) drawWhiskers(u, panel.whiskers);
        if (!panel.points) return;
        for (const part of panel.stack.filter(part => shared.isShown(part.name))) {
          u.ctx.fillStyle = colour(part.hue);
          part.values.forEach((value, i) => {
            if (value === null) return;
            box(u, i - .35, i + .35, 2, u.valToPos(value, "y", true) - 2 * ratio(), 4 * ratio());
          });
        }
      }],
    };
    plot(shared, uOptions, data(), {
      title: isSmall ? panel.title : "", steps: 1,
      label: panel.title || figure.querySelector("h3").textContent,
      refresh: u => u.setData(data(), false) || u.redraw(),
      read: (u, left) => {
        const i = Math.round(u.posToVal(left, "x"));
        if (!(i in months)) return null;
        const shown = panel.stack.filter(part => shared.isShown(part.name) && part.values[i]);
        const rows = [...shown].reverse().map(part => [part.hue, panel.points ? "line" : "area", part.name, number(part.values[i], panel.digits)]);
        if (shown.length > 1) {
          rows.push(["", "", "in all", number(shown.reduce((sum, part) => sum + part.values[i], 0), panel.digits)]);
        }
        if (whiskers()) {
          const { hue, name, low, high } = panel.whiskers;
          rows.push([hue, "line", name, `${number(low[i], panel.digits)} – ${number(high[i], panel.digits)}`]);
        }
        const isHit = chart.shade && shared.isShown(chart.shade.name) && chart.shade.months.includes(i);
        if (isHit) rows.push([chart.shade.hue, "area", chart.shade.name, ""]);
        return { head: monthName(months[i]), rows, notes: rows.length ? [] : ["nothing"] };
      },
    });
  }

  // Each on a line of the page's colour, so that it stays visible on dark bars.
  function drawWhiskers(u, { low, high, hue }) {
    const pen = u.ctx, ratio = devicePixelRatio;
    pen.save();
    for (const [stroke, width] of [[property("--paper"), 4], [colour(hue), 1.6]]) {
      pen.strokeStyle = stroke;
      pen.lineWidth = width * ratio;
      low.forEach((from, i) => {
        const x = u.valToPos(i, "x", true), half = Math.min(7 * ratio, Math.abs(u.valToPos(i + .2, "x", true) - x));
        if (width > 2 && half < 5 * ratio) return;
        if (x < u.bbox.left || x > u.bbox.left + u.bbox.width) return;
        const [bottom, top] = [from, high[i]].map(value => u.valToPos(value, "y", true));
        pen.beginPath();
        for (const [x1, y1, x2, y2] of [[x, bottom, x, top], [x - half, bottom, x + half, bottom], [x - half, top, x + half, top]]) {
          pen.moveTo(x1, y1);
          pen.lineTo(x2, y2);
        }
        pen.stroke();
      });
    }
    pen.restore();
  }

  // --- Lines and bands ----------------------------------------------------------------------------------------

  // Ticks of an axis by square root: 0, and 1, 2 or 5 times powers of ten, as long as they are apart.
  function rootTicks(high, gap) {
    const ticks = [];
    let above = Infinity;
    for (let power = 10 ** Math.floor(Math.log10(high)); Math.sqrt(power * 5 / high) >= gap; power /= 10) {
      for (const tick of [5, 2, 1].map(times => Number((times * power).toPrecision(1)))) {
        const share = Math.sqrt(tick / high);
        if (tick > high || share < gap || above - share < gap) continue;
        ticks.unshift(tick);
        above = share;
      }
    }
    return [0, ...ticks];
  }

  function curves(figure, chart) {
    const isMonths = chart.months.length > 0;
    const count = isMonths ? chart.months.length : 101;
    const shared = frame(figure, isMonths ? [-.5, count - .5] : [0, 100]);
    chart.bands.forEach(band => shared.key(band.name, band.hue, "area"));
    chart.lines.forEach(line => shared.key(line.name, line.hue, line.dashed ? "dashes" : "line"));
    if (chart.dots) shared.key(chart.dots.name, chart.dots.hue, "tick");
    const level = value => chart.root ? Math.sqrt(Math.max(0, value)) : value;
    const lines = [...chart.lines, chart.dots].filter(Boolean);
    const high = () => Math.max(...[...chart.bands.map(band => [band.name, band.high]), ...lines.map(line => [line.name, line.values])]
      .filter(([name]) => shared.isShown(name)).map(([, values]) => Math.max(...values)), chart.from * 1.01, .001);
    // Up to the next tick where that is near.
    const top = () => {
      const power = 10 ** Math.floor(Math.log10(high()));
      return [1, 2, 5, 10].map(times => times * power).find(tick => tick >= high() && tick <= high() * 1.25) ?? high() * 1.04;
    };

    const xs = Array.from({ length: count }, (_, i) => i);
    const percentTicks = (from, to, width) => xs.filter(i => i >= from && i <= to && i % (width < 500 ? 20 : 10) === 0).map(at => ({ at, label: `${at} %` }));
    const ticks = isMonths ? (min, max, width) => monthTicks(chart.months, min, max, width) : percentTicks;
    const uOptions = options(shared, ticks, {
      height: innerWidth < 560 ? 300 : 380, unit: chart.unit,
      y: { range: () => [level(chart.from), chart.root ? level(top()) : high() * 1.04] },
      tip: { index: (u, _, closest) => closest, range: isMonths ? wholeBars(count) : (_, min, max) => [min, max] },
    });
    if (chart.root) {
      Object.assign(uOptions.axes[1], {
        splits: (u, _, min, max) => rootTicks(max * max, 30 * devicePixelRatio / u.bbox.height).map(level),
        values: (_, splits) => splits.map(split => Number((split * split).toPrecision(3)).toLocaleString("en-US")),
      });
    }
    uOptions.series = [{}, { show: true, width: 0, points: { show: false }, paths: () => null }];
    uOptions.hooks = { drawAxes: [u => drawCurves(u, chart, shared, level)] };
    const values = xs.map(() => 0);
    plot(shared, uOptions, [xs, values], {
      label: figure.querySelector("h3").textContent, steps: 1,
      refresh: u => u.setData([xs, values], false) || u.setScale("x", { min: u.scales.x.min, max: u.scales.x.max }),
      read: (u, left) => {
        const i = Math.round(u.posToVal(left, "x"));
        if (!(i in xs)) return null;
        const told = value => number(value, chart.digits);
        const shown = list => list.filter(part => shared.isShown(part.name));
        const rows = shown(chart.bands).map(band => [band.hue, "area", band.name, `${told(band.low[i])} – ${told(band.high[i])}`]);
        for (const line of shown(lines)) {
          const shape = line === chart.dots ? "tick" : line.dashed ? "dashes" : "line";
          rows.push([line.hue, shape, line.name, told(line.values[i])]);
        }
        return { head: isMonths ? monthName(chart.months[i]) : `${i} % of the limit or more`, rows };
      },
    });
    return shared;
  }

  // A single place is drawn as a bar is: from a third left of it to a third right of it.
  function drawCurves(u, chart, shared, level) {
    const pen = u.ctx, ratio = devicePixelRatio, { left, top, width, height } = u.bbox;
    const y = value => u.valToPos(level(value), "y", true);
    const x = i => u.valToPos(i, "x", true);
    const points = values => values.length > 1 ? values.map((value, i) => [x(i), y(value)]) : [-.35, .35].map(by => [x(by), y(values[0])]);
    const trace = places => { pen.beginPath(); places.forEach(([px, py]) => pen.lineTo(px, py)); };
    pen.save();
    pen.beginPath();
    pen.rect(left, top - 6 * ratio, width, height + 12 * ratio);
    pen.clip();
    for (const band of chart.bands.filter(band => shared.isShown(band.name))) {
      trace([...points(band.high), ...points(band.low).reverse()]);
      pen.fillStyle = fill(pen, band.hue);
      pen.fill();
    }
    for (const mark of chart.marks) {
      pen.strokeStyle = colour("setting");
      pen.lineWidth = 1.5 * ratio;
      pen.setLineDash([7 * ratio, 5 * ratio]);
      trace([[x(mark), top], [x(mark), top + height]]);
      pen.stroke();
    }
    for (const line of [...chart.lines].reverse().filter(line => shared.isShown(line.name))) {
      pen.strokeStyle = colour(line.hue);
      pen.lineWidth = 2 * ratio;
      pen.setLineDash(line.dashed ? [8 * ratio, 5 * ratio] : []);
      trace(points(line.values));
      pen.stroke();
    }
    pen.setLineDash([]);
    if (chart.dots && shared.isShown(chart.dots.name)) {
      const apart = Math.ceil(9 * ratio / Math.max(.1, Math.abs(x(1) - x(0))));
      chart.dots.values.forEach((value, i) => {
        if (i % apart) return;
        for (const [radius, ink] of [[4, colour(chart.dots.hue)], [2.4, property("--paper")]]) {
          pen.beginPath();
          pen.arc(x(i), y(value), radius * ratio, 0, 2 * Math.PI);
          pen.fillStyle = ink;
          pen.fill();
        }
      });
    }
    pen.restore();
  }

  // --- Rows of time -----------------------------------------------------------------------------------------

  function lanes(figure, chart, page) {
    const { axis } = chart, at = clock(page.offsets), column = instants(axis);
    const shared = frame(figure, [axis.from, axis.to]);
    const rows = chart.rows.map(lane => ({ ...lane, runs: lane.runs.map(runs => pairs(sums(runs)).map(run => run.map(column))) }));
    let count = Math.min(chart.first, rows.length);
    const kinds = chart.stretches;
    [chart.calm, ...[...kinds].reverse()].forEach(kind => shared.key(kind.name, kind.hue, "area"));
    const row = 22, head = 22, foot = 44;
    const height = () => head + row * count + foot;
    if (rows.length > count) {
      const more = element("button", { type: "button", "aria-expanded": "false" }, `Show all ${number(rows.length)}`);
      more.addEventListener("click", () => {
        const isAll = count === rows.length;
        count = isAll ? chart.first : rows.length;
        more.setAttribute("aria-expanded", String(!isAll));
        more.textContent = isAll ? `Show all ${number(rows.length)}` : `Show the first ${chart.first}`;
        shared.plots[0].u.setSize({ width: shared.place.clientWidth, height: height() });
      });
      shared.tools.prepend(more);
    }

    const names = () => innerWidth < 560 ? 104 : 200;
    const uOptions = options(shared, (min, max, width) => timeTicks(at, min, max, width), {
      height: height(), unit: null,
      y: { range: () => [0, 1] },
      tip: { index: (u, _, closest) => closest, range: (_, min, max) => [min, max] },
    });
    uOptions.padding = [head, () => innerWidth < 560 ? 44 : 84, 0, names];
    uOptions.series = [{}, { show: false }];
    const cut = (pen, text, width) => {
      if (pen.measureText(text).width <= width) return text;
      let end = text.length;
      while (end && pen.measureText(`${text.slice(0, end)}…`).width > width) end--;
      return `${text.slice(0, end)}…`;
    };
    uOptions.hooks = {
      draw: [u => {
        const pen = u.ctx, ratio = devicePixelRatio, { left, top, width } = u.bbox;
        pen.save();
        pen.textBaseline = "middle";
        const text = (words, x, y, align, ink, bold) => {
          pen.font = `${bold ? "600 " : ""}${11.5 * ratio}px ${FONT}`;
          pen.textAlign = align;
          pen.fillStyle = property(ink);
          pen.fillText(words, x, y);
        };
        const right = u.width * ratio - 2 * ratio;
        text(innerWidth < 560 ? "missed" : chart.count, right, top - 10 * ratio, "right", "--muted", true);
        text("worst first", ratio, top - 10 * ratio, "left", "--muted", true);
        rows.slice(0, count).forEach((lane, i) => {
          const y = top + row * ratio * i, middle = y + row * ratio / 2;
          pen.font = `${11.5 * ratio}px ${FONT}`;
          text(cut(pen, lane.name, left - 12 * ratio), ratio, middle, "left", "--ink");
          text(number(lane.count), right, middle, "right", "--ink");
          if (shared.isShown(chart.calm.name)) {
            pen.fillStyle = colour(chart.calm.hue);
            box(u, axis.from, Math.min(lane.ends, axis.to), 0, y + 3 * ratio, (row - 6) * ratio);
          }
          kinds.forEach((kind, k) => {
            if (!shared.isShown(kind.name)) return;
            pen.fillStyle = fill(pen, kind.hue);
            lane.runs[k].forEach(([from, to]) => box(u, from, to, 2, y + 3 * ratio, (row - 6) * ratio));
          });
        });
        pen.restore();
      }],
    };
    plot(shared, uOptions, [[axis.from, axis.to], [0, 0]], {
      label: figure.querySelector("h3").textContent,
      refresh: u => u.redraw(),
      read: (u, left, top) => {
        const time = u.posToVal(left, "x"), i = Math.floor(top / row), lane = rows[i];
        if (!lane || i >= count) return null;
        const is = kinds.map((kind, k) => [kind, lane.runs[k].find(([from, to]) => from <= time && time < to)]).find(([, run]) => run);
        const [kind, run] = is ?? [chart.calm, null];
        const isOver = !run && time >= lane.ends;
        const notes = [isOver ? "ended" : kind.name];
        if (run) notes.push(`about ${at.text(run[0])} to ${run[1] >= axis.to ? "the end" : at.text(run[1])}`);
        return { head: lane.name, notes: [at.text(time), ...notes], rows: [], top: (i + 1) * row + 6 };
      },
    });
    return shared;
  }

  const KINDS = { steps, bars, curves, lanes };
  return { make: (figure, chart, page) => KINDS[chart.kind](figure, chart, page) };
})();
