// Draws the plots in the colours of the page, again whenever the colour scheme changes.
(() => {
  "use strict";
  const specs = JSON.parse(document.getElementById("specs").textContent);
  const tip = document.getElementById("tip");
  const drawn = new Map();
  const dark = window.matchMedia("(prefers-color-scheme: dark)");

  const resolved = (value, style, key) => {
    if (Array.isArray(value)) return value.map((one) => resolved(one, style, key));
    if (value && typeof value === "object")
      return Object.fromEntries(Object.entries(value).map(([k, v]) => [k, k === "data" ? v : resolved(v, style, k)]));
    const named = (key === "range" || key === "value") && /^var\((--[a-z0-9-]+)\)$/.exec(value);
    return named ? style.getPropertyValue(named[1]).trim() : value;
  };

  const theme = (style, width) => {
    const [ink, soft, line] = ["--ink", "--soft", "--line"].map((name) => style.getPropertyValue(name).trim());
    const font = style.getPropertyValue("--sans").trim();
    return {
      background: "transparent",
      font,
      view: { stroke: null },
      axis: { labelColor: soft, titleColor: soft, gridColor: line, domainColor: line, tickColor: line,
              titleFontWeight: "normal", labelFontSize: 12, titleFontSize: 12, titlePadding: 10 },
      axisY: { labelColor: ink, labelPadding: 10, labelLimit: width < 480 ? 84 : 180 },
      legend: { labelColor: ink, labelFontSize: 12, symbolSize: 90, rowPadding: 5, columnPadding: 18,
                columns: width < 480 ? 1 : width < 800 ? 2 : 3, labelLimit: Math.max(120, width - 60) },
      text: { color: ink, font },
    };
  };

  const show = (_, event, __, value) => {
    tip.hidden = !value;
    if (!value) return;
    tip.replaceChildren(...Object.entries(value).map(([key, text]) => {
      const row = document.createElement("div");
      const name = document.createElement("b");
      name.textContent = key;
      row.append(name, " ", String(text));
      return row;
    }));
    const left = Math.min(event.clientX + 14, window.innerWidth - tip.offsetWidth - 8);
    const below = event.clientY + 18 + tip.offsetHeight < window.innerHeight;
    tip.style.left = `${Math.max(8, left)}px`;
    tip.style.top = `${below ? event.clientY + 18 : event.clientY - tip.offsetHeight - 12}px`;
  };

  const draw = async () => {
    const style = getComputedStyle(document.documentElement);
    for (const [id, spec] of Object.entries(specs)) {
      const place = document.getElementById(id);
      drawn.get(id)?.finalize();
      drawn.set(id, await window.vegaEmbed(place, resolved(spec, style), {
        mode: "vega-lite", renderer: "svg", actions: false, ast: true, defaultStyle: false, tooltip: show,
        config: theme(style, place.clientWidth),
      }));
    }
    document.documentElement.dataset.charts = dark.matches ? "dark" : "light";
  };

  dark.addEventListener("change", draw);
  window.addEventListener("scroll", () => { tip.hidden = true; }, { passive: true });
  draw();
})();
