(function () {
  "use strict";
  const data = JSON.parse(document.getElementById("chart-data").textContent);
  const scheme = window.matchMedia("(prefers-color-scheme: dark)");
  const symbols = ["circle", "rect", "triangle", "diamond"];
  const methods = [["PCA", 4], ["t-SNE", 6], ["UMAP", 8]];
  const drawn = [];
  document.documentElement.classList.add("scripted");

  function theme(name) {
    return getComputedStyle(document.documentElement).getPropertyValue("--" + name).trim();
  }

  function number(value) {
    if (value === null || value === undefined) return "–";
    if (Number.isInteger(value)) return value.toLocaleString("en");
    return Math.abs(value) < 1e-4 ? value.toExponential(3) : String(Number(value.toPrecision(4)));
  }

  function brief(text) {
    return text.length > 40 ? text.slice(0, 39) + "…" : text;
  }

  function axis(name, more) {
    const quiet = theme("quiet");
    const line = theme("line");
    return Object.assign({
      name: name, nameLocation: "middle", nameGap: 30, nameTextStyle: { color: quiet, fontSize: 13 },
      axisLabel: { color: quiet, fontSize: 12, hideOverlap: true }, axisLine: { lineStyle: { color: line } },
      axisTick: { lineStyle: { color: line } }, splitLine: { lineStyle: { color: line, opacity: 0.5 } }
    }, more);
  }

  function upright(name, more) {
    return axis(name, Object.assign({ nameLocation: "end", nameGap: 12, axisLine: { show: false },
      nameTextStyle: { color: theme("quiet"), fontSize: 13, align: "left" } }, more));
  }

  function tip(lines, thumb) {
    const box = document.createElement("div");
    box.className = "tip";
    if (thumb) box.appendChild(thumb);
    const text = document.createElement("div");
    lines.forEach(function (line, i) {
      const row = document.createElement(i === 0 ? "b" : "div");
      row.textContent = line;
      text.appendChild(row);
    });
    box.appendChild(text);
    return box;
  }

  function base(more) {
    return Object.assign({
      animation: false,
      aria: { enabled: false },
      textStyle: { fontFamily: "system-ui, -apple-system, 'Segoe UI', Roboto, sans-serif" },
      color: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9].map(function (i) { return theme("c" + i); }),
      grid: { left: 12, right: 24, top: 60, bottom: 44, containLabel: true },
      tooltip: { confine: true, backgroundColor: theme("page"), borderColor: theme("line"),
        textStyle: { color: theme("text") } },
      legend: { top: 0, left: 0, type: "scroll", formatter: brief, itemWidth: 14, itemHeight: 11, textStyle: { color: theme("text"), fontSize: 13 },
        pageTextStyle: { color: theme("text") }, pageIconColor: theme("link"), pageIconInactiveColor: theme("line") }
    }, more);
  }

  function losses() {
    const option = base();
    const names = data.epochs.map(function (epoch) { return epoch.name; });
    option.tooltip.trigger = "axis";
    option.tooltip.formatter = function (points) {
      const epoch = data.epochs[points[0].dataIndex];
      return tip([epoch.name, "training error " + number(epoch.training), "validation error " + number(epoch.validation),
        "training loss " + number(epoch.loss)]);
    };
    option.xAxis = axis("", { type: "category", data: names, boundaryGap: names.length === 1 });
    // Centred at the chart's edges, the first and last epochs' names would be cut off.
    Object.assign(option.xAxis.axisLabel, names.length > 1 ? { alignMinLabel: "left", alignMaxLabel: "right" } : {});
    // The loss has its penalties and may be of another kind: it has an axis of its own.
    option.yAxis = [upright("mean squared error", { type: "value", min: 0 }),
      upright("loss", { type: "value", scale: true, splitLine: { show: false },
        nameTextStyle: { color: theme("quiet"), fontSize: 13, align: "right" } })];
    option.series = [["training", "training error", 0, "solid"], ["validation", "validation error", 0, "dashed"],
      ["loss", "training loss", 1, "dotted"]].filter(function (series) {
      return data.epochs.some(function (epoch) { return epoch[series[0]] !== null; });
    }).map(function (series, i) {
      return { name: series[1], type: "line", yAxisIndex: series[2], symbol: symbols[i], symbolSize: 8, showAllSymbol: true,
        lineStyle: { width: 2, type: series[3] },
        data: data.epochs.map(function (epoch) { return epoch[series[0]]; }) };
    });
    return option;
  }

  function histogram() {
    const option = base();
    const edges = data.histogram.edges;
    const counts = data.histogram.counts;
    const last = counts.length - 1;
    // The last bin ends with the greatest error, which may be far out.
    const end = last > 0 ? Math.min(edges[last + 1], edges[last] + 2 * (edges[last] - edges[last - 1])) : edges[last + 1];
    option.legend.show = false;
    option.grid.top = 40;
    option.tooltip.trigger = "axis";
    option.tooltip.axisPointer = { snap: false };
    option.tooltip.formatter = function (points) {
      const bin = Math.min(last, points[0].dataIndex);
      return tip([number(counts[bin]) + " records", "error from " + number(edges[bin]) + " to " + number(edges[bin + 1])]);
    };
    // Where all errors are the same, the axis needs room to both sides.
    const room = end > edges[0] ? 0 : Math.abs(end) / 2 || 1;
    option.xAxis = axis("reconstruction error", { type: "value", min: edges[0] - room, max: end + room,
      axisLabel: { color: theme("quiet"), fontSize: 12, hideOverlap: true, formatter: number,
        showMinLabel: false, showMaxLabel: false } });
    option.yAxis = upright("records", { type: "value", min: 0 });
    const series = { name: "records", type: "line", step: "end", symbol: "none", lineStyle: { width: 1.5 },
      areaStyle: { opacity: 0.35 }, data: counts.map(function (count, i) { return [edges[i], count]; }) };
    series.data.push([end, counts[last]]);
    if (room > 0) series.data = [[end - room / 20, counts[last]], [end + room / 20, counts[last]]];
    if (data.histogram.threshold !== null) {
      // By default a line's place is rounded to two decimals.
      series.markLine = { symbol: "none", silent: true, precision: 15, lineStyle: { color: theme("c1"), width: 2, type: "dashed" },
        label: { color: theme("text"), formatter: "threshold " + number(data.histogram.threshold), position: "end" },
        data: [{ xAxis: data.histogram.threshold }] };
    }
    option.series = [series];
    return option;
  }

  function variances() {
    const option = base();
    option.legend.show = false;
    option.grid.top = 40;
    option.tooltip.trigger = "axis";
    option.tooltip.formatter = function (points) {
      return tip(["unit " + points[0].dataIndex, "variance " + number(data.variances[points[0].dataIndex])]);
    };
    option.xAxis = axis("code unit", { type: "category", data: data.variances.map(function (_, i) { return i; }) });
    option.yAxis = upright("variance", { type: "value", min: 0 });
    option.series = [{ type: "bar", data: data.variances, barMaxWidth: 24, large: true }];
    return option;
  }

  function shares() {
    const option = base();
    let sum = 0;
    const sums = data.shares.map(function (share) { return sum += share; });
    option.tooltip.trigger = "axis";
    option.tooltip.formatter = function (points) {
      const i = points[0].dataIndex;
      return tip(["component " + (i + 1), (100 * data.shares[i]).toFixed(2) + " % of the variance",
        (100 * sums[i]).toFixed(2) + " % with those before"]);
    };
    option.xAxis = axis("principal component of the codes", { type: "category",
      data: data.shares.map(function (_, i) { return i + 1; }) });
    option.yAxis = upright("share of the variance", { type: "value", min: 0, max: 1,
      axisLabel: { color: theme("quiet"), formatter: function (value) { return Math.round(100 * value) + " %"; } } });
    option.series = [{ name: "share", type: "bar", data: data.shares, barMaxWidth: 24 },
      { name: "with those before", type: "line", symbol: "none", lineStyle: { width: 2 }, data: sums }];
    return option;
  }

  function chosen(name) {
    const input = document.querySelector("input[name=" + name + "]:checked");
    return input ? input.value : "";
  }

  function thumbnail(index) {
    const sheet = data.sheet;
    if (!sheet) return null;
    const scale = Math.max(1, Math.floor(84 / Math.max(sheet.width, sheet.height)));
    const thumb = document.createElement("span");
    thumb.className = "thumb sheet";
    thumb.style.width = scale * sheet.width + "px";
    thumb.style.height = scale * sheet.height + "px";
    thumb.style.backgroundSize = scale * sheet.width * sheet.columns + "px auto";
    thumb.style.backgroundPosition = -scale * sheet.width * (index % sheet.columns) + "px "
      + -scale * sheet.height * Math.floor(index / sheet.columns) + "px";
    return thumb;
  }

  function map() {
    const option = base();
    const method = methods[Number(chosen("method"))];
    const by = chosen("colour") === "label" ? 1 : chosen("colour") === "cluster" ? 2 : 0;
    const groups = new Map();
    data.points.forEach(function (point, index) {
      const group = by === 0 ? 0 : point[by];
      if (point[method[1]] === null || group === null) return;
      if (!groups.has(group)) groups.set(group, []);
      groups.get(group).push([point[method[1]], point[method[1] + 1], index]);
    });
    const bare = { type: "value", scale: true, axisLabel: { show: false }, axisTick: { show: false }, nameGap: 12 };
    option.xAxis = axis(method[0] + " 1", bare);
    option.yAxis = axis(method[0] + " 2", bare);
    option.grid.left = 32;
    option.grid.top = 36;
    option.grid.bottom = 28;
    option.tooltip.formatter = function (at) {
      const point = data.points[at.data[2]];
      const lines = [point[0]];
      if (point[1] !== null) lines.push("label " + name(1, point[1]));
      if (point[2] !== null) lines.push("cluster " + point[2]);
      lines.push("error " + number(point[3]));
      return tip(lines, thumbnail(at.data[2]));
    };
    // Colours and symbols together tell 40 groups apart.
    option.series = Array.from(groups.keys()).sort(function (a, b) { return a - b; }).map(function (group, i) {
      return { name: name(by, group), type: "scatter", symbol: symbols[(i + Math.floor(i / 20)) % symbols.length], symbolSize: 6,
        itemStyle: { opacity: 0.8, color: theme("c" + i % 10) }, data: groups.get(group) };
    });
    return option;
  }

  function name(by, group) {
    if (by === 0) return "records";
    return by === 1 && data.labelNames[group] ? data.labelNames[group] : (by === 1 ? "" : "cluster ") + group;
  }

  function draw(id, make) {
    const place = document.getElementById(id);
    if (!place) return;
    const chart = echarts.init(place, null, { renderer: id === "chart-map" ? "canvas" : "svg" });
    const redraw = function () { chart.setOption(make(), true); };
    redraw();
    drawn.push({ chart: chart, redraw: redraw });
    return redraw;
  }

  draw("chart-losses", losses);
  draw("chart-histogram", histogram);
  draw("chart-variances", variances);
  draw("chart-shares", shares);
  const redrawMap = draw("chart-map", map);
  document.querySelectorAll("input[name=method], input[name=colour]").forEach(function (input) {
    input.addEventListener("change", redrawMap);
  });
  scheme.addEventListener("change", function () { drawn.forEach(function (each) { each.redraw(); }); });
  window.addEventListener("resize", function () { drawn.forEach(function (each) { each.chart.resize(); }); });
})();
