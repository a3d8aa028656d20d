/* Live figures: sliders that solve the model again in the page, while they move.
 *
 * A page brings, for each live figure, the figure with its static picture, a JSON description
 * (`script.live-spec`) and the model's right-hand side (`window.boneModels[id]`), both written by
 * `bonebalance.live`. This script puts the moving figure in place of the picture. Without it, in print
 * and in an e-book, the picture stays. It is a classic script, so that the book works from a disk, too.
 */
"use strict";

(function () {
  // Known only while this script loads; the plotting library lies beside it.
  const HERE = document.currentScript.src.replace(/[^/]*$/, "");
  const VENDOR = ["vendor/bokeh.min.js", "vendor/bokeh-api.min.js"];
  const QUIET_MS = 400; // a screen reader hears the numbers once the slider rests
  const LADDER = [1, 1.5, 2, 3, 5, 10, 20]; // steps by which an axis may outgrow its usual range
  const LINE = { ink: "#000000", axis: "#6e6e6e", ghost: "#8a8a8a" };
  const figures = new Map();

  /** Make an element with attributes (or properties) and children. */
  function make(tag, attributes = {}, ...children) {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    element.append(...children);
    return element;
  }

  /** Load the vendor scripts once, in order, and only on a page that needs them. */
  function loadBokeh() {
    return VENDOR.reduce((before, path) => before.then(() => new Promise((resolve, reject) => {
      const script = make("script", { src: HERE + path });
      script.onload = resolve;
      script.onerror = () => reject(new Error(`${path} did not load`));
      document.head.append(script);
    })), Promise.resolve());
  }

  // ---- numbers in words -------------------------------------------------------------------------

  /** Three significant digits: more would claim more than these models can. */
  function rounded(value, scale = 0) {
    if (Math.abs(value) < 1e-4 * scale) return "about 0";
    return value.toLocaleString("en-US", { maximumSignificantDigits: 3 });
  }

  function withUnit(text, unit) {
    return unit ? `${text} ${unit}` : text;
  }

  function duration(spec, time) {
    const text = rounded(time / spec.time.size);
    return `${text} ${text === "1" ? spec.time.unit : spec.time.units}`;
  }

  /** When: after so long, or at an age where the first time is not zero. */
  function moment(spec, time) {
    return `${spec.times[0] === 0 ? "after" : "at"} ${duration(spec, time)}`;
  }

  /** A label inside a sentence: osteoclasts, but RANKL. */
  function inner(label) {
    return label.slice(1, 2) === label.slice(1, 2).toLowerCase() ? label[0].toLowerCase() + label.slice(1) : label;
  }

  /** Where one state ends, and its lowest or highest point on the way if that is not an end. */
  function course(spec, state, values) {
    const end = values.length - 1;
    let low = 0, high = 0;
    for (let i = 0; i <= end; i++) {
      if (values[i] < values[low]) low = i;
      if (values[i] > values[high]) high = i;
    }
    const notable = 0.01 * state.scale;
    const turns = [["lowest", low, 1], ["highest", high, -1]].flatMap(([word, i, sign]) =>
      sign * (values[0] - values[i]) > notable && sign * (values[end] - values[i]) > notable
        ? [`${word} ${rounded(values[i], state.scale)} ${moment(spec, spec.times[i])}`] : []);
    const aside = turns.length ? ` (${turns.join(", ")})` : "";
    return `${inner(state.label)} ${withUnit(rounded(values[end], state.scale), state.unit)}${aside}`;
  }

  /** The present result as sentences. */
  function inWords(spec, model, settings, solution) {
    const { times } = spec, last = times.length - 1;
    if (solution.stop) {
      const when = moment(spec, solution.stop.time);
      if (solution.stop.reason === "steps") {
        return `Too fast to follow: this setting needs more steps than the page allows. The curves stop ${when}.`;
      }
      const first = inner(spec.states[solution.stop.state].label);
      return `Runaway: with this setting nothing holds the numbers, ${first} first. The curves stop ${when}.`;
    }
    const shown = [...new Set(spec.panels.flatMap((panel) => panel.curves))].sort((a, b) => a - b);
    const courses = shown.map((i) => course(spec, curve(spec, i), solution.values[i]));
    const when = moment(spec, times[last]);
    const told = `${when[0].toUpperCase()}${when.slice(1)}: ${courses.join("; ")}.`;
    if (!shown.some((i) => i < spec.states.length)) return told; // definitions alone have no rates
    const rates = new Float64Array(spec.states.length);
    const ends = spec.states.map((_, i) => solution.values[i][last]);
    model.rates(times[last], ends, settings.parameters, rates);
    const span = times[last] - times[0];
    const still = rates.every((rate, i) => Math.abs(rate) * span < 0.01 * spec.states[i].scale);
    return `${told} ${still ? "By then all is steady." : "The numbers still change then."}`;
  }

  // ---- numbers ----------------------------------------------------------------------------------

  /** A state, or behind the last state a definition. */
  function curve(spec, i) {
    return i < spec.states.length ? spec.states[i] : spec.outputs[i - spec.states.length];
  }

  /** Times in the unit in which they are shown. */
  function shownTimes(spec) {
    return spec.shown ??= Float64Array.from(spec.times, (time) => time / spec.time.size);
  }

  /** Solve, and add the definitions that the figure draws. */
  function solve(spec, model, settings) {
    const solution = boneSolve(model.rates, settings.initial, settings.parameters, spec.times,
      spec.states.map((state) => state.scale));
    if (!spec.outputs.length) return solution;
    const outputs = spec.outputs.map(() => new Float64Array(spec.times.length)), out = new Float64Array(outputs.length);
    spec.times.forEach((time, i) => {
      model.outputs(time, solution.values.map((values) => values[i]), settings.parameters, out);
      outputs.forEach((values, j) => { values[i] = out[j]; });
    });
    return { ...solution, values: [...solution.values, ...outputs] };
  }

  // ---- pictures ---------------------------------------------------------------------------------

  /** The usual range, or the first rung of the ladder that holds the values; the last rung holds any. */
  function rangeFor([low, high], series) {
    let least = low, most = high;
    for (const values of series) {
      for (const value of values) {
        if (value < least) least = value;
        if (value > most) most = value;
      }
    }
    const span = high - low;
    const rung = (excess) => LADDER.find((factor) => excess <= factor * span) ?? LADDER[LADDER.length - 1];
    return [
      least < low ? high - span * rung((high - least)) : low,
      most > high ? low + span * rung((most - low)) : high,
    ];
  }

  /** Labels of an axis: as many decimals as its ticks differ by; very small or large ones share a power of ten. */
  function tickLabels(ticks) {
    const size = Math.max(...ticks.map(Math.abs)), power = size ? Math.floor(Math.log10(size) + 1e-9) : 0;
    const plain = power >= -4 && power < 5, unit = plain ? 1 : 10 ** power;
    const values = ticks.map((tick) => tick / unit);
    const exact = (digits) => values.every((v) => Math.abs(Number(v.toFixed(digits)) - v) <= 1e-6 * size / unit);
    const digits = [0, 1, 2, 3, 4, 5].find(exact) ?? 6;
    const raised = [...String(power)].map((sign) => "⁰¹²³⁴⁵⁶⁷⁸⁹⁻"["0123456789-".indexOf(sign)]).join("");
    return values.map((v) => {
      const text = v.toLocaleString("en-US", { minimumFractionDigits: digits, maximumFractionDigits: digits })
        .replace("-", "\u2212");
      return plain ? text : Math.abs(v) < 1e-9 ? "0" : `${text}×10${raised}`;
    });
  }

  function styleAxis(axis, font) {
    Object.assign(axis, {
      axis_line_color: LINE.axis, major_tick_line_color: LINE.axis, minor_tick_line_color: null,
      major_label_text_font: font, major_label_text_font_size: "13px", major_label_text_color: LINE.ink,
      axis_label_text_font: font, axis_label_text_font_size: "13px", axis_label_text_font_style: "normal",
      axis_label_text_color: LINE.ink,
    });
    axis.ticker.desired_num_ticks = 4;
    axis.formatter.doFormat = tickLabels;
    axis.major_label_policy = new Bokeh.NoOverlap({ min_distance: 8 });
  }

  /** One panel: a plot with a faint line for the start, a line for each state, and labels at the lines' ends. */
  function makePanel(spec, panel, font) {
    if (panel.kind === "drawing") return boneDrawing(panel, font, LINE);
    const phase = panel.kind === "phase";
    const [xLow, xHigh] = phase ? panel.xRange : [shownTimes(spec)[0], shownTimes(spec).at(-1)];
    const labeled = panel.curves.length > 1 && !phase;
    const plot = Bokeh.Plotting.figure({
      sizing_mode: "stretch_both", tools: "", toolbar_location: null,
      x_range: new Bokeh.Range1d({ start: xLow, end: xHigh }),
      y_range: new Bokeh.Range1d({ start: panel.range[0], end: panel.range[1] }),
      background_fill_color: null, border_fill_color: null, outline_line_color: null,
      min_border_left: 48, // one left edge where panels stand below each other
      min_border_right: labeled ? panel.labelWidth : 12,
    });
    plot.xaxis.axis_label = panel.xLabel;
    [...plot.xaxes, ...plot.yaxes].forEach((axis) => styleAxis(axis, font));
    plot.xgrid.grid_line_color = plot.ygrid.grid_line_color = null;
    const lines = (phase ? [panel.curves[1]] : panel.curves).map((i) => {
      const ghost = new Bokeh.ColumnDataSource({ data: { x: [], y: [] } });
      const source = new Bokeh.ColumnDataSource({ data: { x: [], y: [] } });
      const at = [{ field: "x" }, { field: "y" }];
      const look = phase ? { color: LINE.ink, width: 1.8, dash: [] } : curve(spec, i).line;
      plot.line(...at, { source: ghost, line_color: LINE.ghost, line_width: 1 });
      plot.line(...at, { source, line_color: look.color, line_width: look.width, line_dash: look.dash });
      return { curve: i, ghost, source };
    });
    const ends = new Bokeh.ColumnDataSource({ data: { x: [], y: [], text: [], color: [] } });
    if (labeled) {
      const words = plot.text({ field: "x" }, { field: "y" }, { field: "text" }, {
        source: ends, text_color: { field: "color" }, text_font: font,
        text_font_size: "13px", text_baseline: "middle", x_offset: 5,
      });
      words.level = "annotation"; // drawn beside the frame, not cut off by it
    }
    if (phase) {
      plot.scatter({ field: "x" }, { field: "y" }, {
        source: ends, marker: "circle", size: 9, line_color: LINE.ink, fill_color: { field: "color" },
      });
    }
    return { panel, plot, lines, ends, phase, labeled };
  }

  /** Heights of the labels: at the lines' ends, but a line of text apart. */
  function labelHeights(heights, range) {
    const gap = 0.12 * (range[1] - range[0]);
    const order = heights.map((_, i) => i).sort((a, b) => heights[a] - heights[b]);
    const placed = [...heights];
    order.forEach((i, rank) => {
      placed[i] = Math.min(Math.max(heights[i], range[0]), range[1]);
      if (rank) placed[i] = Math.max(placed[i], placed[order[rank - 1]] + gap);
    });
    return placed;
  }

  function drawPanel(view, spec, solution, isStart) {
    if (view.draw) {
      view.draw(solution.values, isStart);
      return;
    }
    const { panel, plot, phase } = view;
    const series = panel.curves.map((i) => solution.values[i]);
    const yRange = rangeFor(panel.range, phase ? [series[1]] : series);
    plot.y_range.setv({ start: yRange[0], end: yRange[1] });
    if (phase) {
      const xRange = rangeFor(panel.xRange, [series[0]]);
      plot.x_range.setv({ start: xRange[0], end: xRange[1] });
    }
    const x = phase ? series[0] : shownTimes(spec);
    for (const line of view.lines) {
      const data = { x, y: solution.values[line.curve] };
      line.source.data = data;
      if (isStart) line.ghost.data = data;
    }
    if (view.labeled) {
      // The last value that exists: a runaway line ends early.
      const at = series.map((values) => Math.max(0, values.findLastIndex((v) => Number.isFinite(v))));
      view.ends.data = {
        x: series.map(() => x[x.length - 1]),
        y: labelHeights(series.map((values, i) => values[at[i]]), yRange),
        text: panel.curves.map((i) => curve(spec, i).label),
        color: panel.curves.map((i) => curve(spec, i).line.color),
      };
    } else if (phase) {
      const last = Math.max(0, series[0].findLastIndex((v) => Number.isFinite(v)));
      view.ends.data = { x: [x[0], x[last]], y: [series[1][0], series[1][last]], color: ["#ffffff", LINE.ink] };
    }
  }

  // ---- the figure -------------------------------------------------------------------------------

  function makeSlider(id, slider, onInput) {
    const key = `${id}-slider-${slider.kind}-${slider.index}`;
    const input = make("input", {
      type: "range", id: key, min: slider.minimum, max: slider.maximum, step: slider.step, value: slider.value,
    });
    // Silent: the range itself speaks its value; an output is a live region and would say it twice.
    const output = make("output", { for: key, "aria-live": "off" });
    const show = () => {
      const text = withUnit(Number(input.value).toFixed(slider.decimals), slider.unit);
      output.textContent = text;
      input.setAttribute("aria-valuetext", text);
    };
    input.addEventListener("input", () => { show(); onInput(); });
    show();
    const label = make("label", { for: key }, slider.label);
    return { slider, input, show, row: make("div", { class: "live-slider" }, label, output, input) };
  }

  /** Settings as arrays in the model's order, with the sliders' values put in. */
  function readSettings(spec, sliders) {
    const settings = { parameters: [...spec.parameters], initial: [...spec.initial] };
    for (const { slider, input } of sliders) settings[slider.kind][slider.index] = Number(input.value);
    return settings;
  }

  function buildBody(figure, spec, sliders) {
    const words = make("p", { class: "live-words", role: "status", id: `${figure.id}-words` });
    const canvases = spec.panels.map((panel) => {
      const canvas = make("div", { class: "live-canvas" });
      if (panel.kind === "drawing") { // to scale, whatever the width
        const [width, height] = [panel.xRange, panel.range].map(([low, high]) => high - low);
        canvas.classList.add("live-drawing");
        canvas.style.aspectRatio = `${width} / ${height}`;
      }
      return canvas;
    });
    const panels = spec.panels.map((panel, i) =>
      make("div", { class: "live-panel" }, make("div", { class: "live-title" }, panel.title), canvases[i]));
    const reset = make("button", { type: "button", class: "live-reset" }, "Reset");
    const body = make("div", { class: "live-body" },
      make("p", { class: "live-question" }, spec.question),
      make("div", { class: "live-plots", role: "img", "aria-label": spec.alt, "aria-describedby": words.id }, ...panels),
      make("div", { class: "live-sliders", role: "group", "aria-label": `Sliders: ${spec.question}` }, ...sliders.map((s) => s.row)),
      make("div", { class: "live-foot" }, reset,
        make("span", { class: "live-key" }, "Thin gray lines: the starting setting.")),
      words);
    return { body, words, reset, canvases };
  }

  async function enliven(figure, spec, model) {
    const id = figure.id, times = spec.times;
    let frame = 0, quiet = 0;
    const schedule = () => { frame ||= requestAnimationFrame(() => { frame = 0; redraw(false); }); };
    const sliders = spec.sliders.map((slider) => makeSlider(id, slider, schedule));
    const { body, words, reset, canvases } = buildBody(figure, spec, sliders);
    figure.insertBefore(body, figure.querySelector("figcaption"));
    const font = getComputedStyle(body).fontFamily; // a canvas inherits nothing
    const views = spec.panels.map((panel) => makePanel(spec, panel, font));
    const state = { id, times, redraws: 0 };

    function redraw(isStart) {
      const begin = performance.now();
      const settings = readSettings(spec, sliders);
      const solution = solve(spec, model, settings);
      for (const view of views) drawPanel(view, spec, solution, isStart);
      clearTimeout(quiet);
      const say = () => { words.textContent = inWords(spec, model, settings, solution); };
      if (isStart) say(); else quiet = setTimeout(say, QUIET_MS);
      Object.assign(state, {
        ...settings, stop: solution.stop, steps: solution.steps, redraws: state.redraws + 1,
        values: Object.fromEntries(solution.values.map((values, i) => [curve(spec, i).name, values])),
        redrawMs: performance.now() - begin,
      });
    }

    reset.addEventListener("click", () => {
      for (const { slider, input, show } of sliders) { input.value = slider.value; show(); }
      schedule();
    });
    redraw(true);
    state.views = await Promise.all(views.map((view, i) => Bokeh.Plotting.show(view.plot, canvases[i])));
    figure.classList.add("live-on");
    figures.set(id, state);
  }

  async function start() {
    const found = [...document.querySelectorAll("script.live-spec")].flatMap((script) => {
      const spec = JSON.parse(script.textContent);
      const figure = document.getElementById(spec.id), model = (window.boneModels || {})[spec.id];
      return figure && model ? [[figure, spec, model]] : [];
    });
    if (!found.length) return;
    await loadBokeh();
    for (const [figure, spec, model] of found) await enliven(figure, spec, model);
  }

  /** For tests and the curious: boneLive.get(id) holds the numbers that the figure shows. */
  window.boneLive = { get: (id) => figures.get(id) };
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();
