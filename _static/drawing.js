/* A panel of a live figure that draws shapes to scale: lines whose points move with the sliders.
 * `live.js` asks for it; the plotting library is loaded by then.
 */
"use strict";

(function () {
  const TINT = 0.18;

  /** A coordinate: a number by itself, or the last value of the curve with that index. */
  function last(at, values) {
    return Array.isArray(at) ? at[0] : values[at][values[at].length - 1];
  }

  /** The corners of an outline, the first one again where it is closed. */
  function corners(outline, values) {
    const x = [], y = [];
    for (const [atX, atY] of outline.points) {
      x.push(last(atX, values));
      y.push(last(atY, values));
    }
    if (outline.closed) { x.push(x[0]); y.push(y[0]); }
    return { x, y };
  }

  /** One outline: a faint line for the start, a tint, the line itself and words beside its end. */
  function makeOutline(plot, outline, font, line) {
    const empty = (more) => new Bokeh.ColumnDataSource({ data: { x: [], y: [], ...more } });
    const ghost = empty(), source = empty(), words = empty({ text: [] });
    const at = [{ field: "x" }, { field: "y" }];
    const { color, width, dash } = outline.line;
    plot.line(...at, { source: ghost, line_color: line.ghost, line_width: 1 });
    if (outline.filled) plot.patch(...at, { source, fill_color: color, fill_alpha: TINT, line_color: null });
    plot.line(...at, { source, line_color: color, line_width: width, line_dash: dash, line_join: "round" });
    if (outline.label) {
      plot.text(...at, { field: "text" }, {
        source: words, text_color: color, text_font: font, text_font_size: "13px", text_baseline: "middle", x_offset: 5,
      });
    }
    return (values, isStart) => {
      const data = corners(outline, values), end = outline.points.length - 1;
      source.data = data;
      if (isStart) ghost.data = data;
      if (outline.label) words.data = { x: [data.x[end]], y: [data.y[end]], text: [outline.label] };
    };
  }

  /** A view as `live.js` keeps it: a plot without axes, and a function that draws the solution's end. */
  window.boneDrawing = function (panel, font, line) {
    const range = ([start, end]) => new Bokeh.Range1d({ start, end });
    const plot = Bokeh.Plotting.figure({
      sizing_mode: "stretch_both", tools: "", toolbar_location: null,
      x_range: range(panel.xRange), y_range: range(panel.range), min_border: 0,
      background_fill_color: null, border_fill_color: null, outline_line_color: null,
    });
    for (const axis of [...plot.xaxes, ...plot.yaxes]) axis.visible = false;
    plot.xgrid.grid_line_color = plot.ygrid.grid_line_color = null;
    const outlines = panel.outlines.map((outline) => makeOutline(plot, outline, font, line));
    return { panel, plot, draw: (values, isStart) => outlines.forEach((move) => move(values, isStart)) };
  };
})();
