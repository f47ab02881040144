(function () {
  "use strict";
  var pictures = JSON.parse(document.getElementById("donnees").textContent);
  var colours = ["#1f5f8b", "#c4552d", "#5c7f3a", "#8a5a9e", "#b08a1e", "#4f6d7a"];
  var french = new Intl.NumberFormat("fr-FR", { maximumFractionDigits: 1 });
  function write(v) { return v === null || v === undefined ? "" : french.format(v); }
  function narrow(place) { return place.clientWidth < 500; }

  // gap says beside a name why something is not drawn there.
  function gap(p, i) {
    function why(s) { return s.texts[i] === "secret" ? "secret" : "n. d."; }
    var gaps = p.series.filter(function (s) { return s.values[i] === null; });
    if (!gaps.length) { return ""; }
    if (p.series.length === 1) { return " (" + why(gaps[0]) + ")"; }
    return p.horizontal || p.kind === "pyramid" ? "\n(" + gaps.map(function (s) { return s.name + "\u00a0: " + why(s); }).join(", ") + ")" : "";
  }

  // nameWidth is the room of a name; those of bars that lie may take several lines.
  function nameWidth(p, place) {
    if (p.horizontal) { return narrow(place) ? 140 : 260; }
    if (p.kind === "pyramid") { return narrow(place) ? 100 : 220; }
    return narrow(place) ? 96 : Math.max(60, Math.min(150, place.clientWidth / Math.max(1, p.labels.length) - 8));
  }

  // lines counts those of a text in a width, a character taking about seven pixels.
  function lines(text, width) { return text.split("\n").reduce(function (n, part) { return n + Math.max(1, Math.ceil(part.length * 7 / width)); }, 0); }

  // legendRows counts the rows of the names of the series.
  function legendRows(p, place) {
    var row = 1, used = 0;
    p.series.forEach(function (s) {
      var w = 45 + 6.5 * s.name.length;
      if (used && used + w > place.clientWidth) { row++; used = 0; }
      used += w;
    });
    return row;
  }

  // rowHeight is that of a label of bars that lie.
  function rowHeight(p, place) {
    var most = 0;
    p.labels.forEach(function (label, i) { most = Math.max(most, lines(label + gap(p, i), nameWidth(p, place))); });
    return Math.max(26, 13 * most + 6, 8 + 15 * p.series.length);
  }

  function axisOfNames(p, place) {
    var axis = { type: "category", data: p.labels.map(function (label, i) { return label + gap(p, i); }), axisTick: { show: false },
      axisLabel: { fontSize: p.horizontal ? (narrow(place) ? 11 : 12) : 13, lineHeight: 13, color: "#222", width: nameWidth(p, place), overflow: p.horizontal || p.kind === "pyramid" ? "break" : "truncate", interval: 0, rotate: p.horizontal || p.kind === "pyramid" ? 0 : (narrow(place) ? 40 : 0) } };
    if (p.horizontal) { axis.inverse = true; }
    return axis;
  }

  function common(p, place) {
    var several = p.series && p.series.length > 1;
    // Series differ by their patterns too: colours alone do not tell them apart to everybody.
    return { animation: false, color: colours, aria: { enabled: true, label: { description: p.title }, decal: { show: several } },
      grid: { left: 8, right: 56, top: several ? 20 + 22 * legendRows(p, place) : 20, bottom: 8, containLabel: true },
      legend: several ? { top: 0 } : undefined,
      tooltip: { trigger: "axis", confine: true, renderMode: "richText",
        formatter: function (all) { return [all[0].name].concat(all.map(function (a) { return a.seriesName + " : " + p.series[a.seriesIndex].texts[a.dataIndex]; })).join("\n"); } } };
  }

  // axes draws bars.
  function axes(p, place) {
    var option = common(p, place);
    var whole = p.series.every(function (s) { return s.values.every(function (v) { return v === null || v === Math.round(v); }); });
    var counts = { type: "value", minInterval: whole ? 1 : 0, axisLabel: { formatter: write, color: "#444", hideOverlap: true } };
    var names = axisOfNames(p, place);
    option.xAxis = p.horizontal ? counts : names;
    option.yAxis = p.horizontal ? names : counts;
    option.series = p.series.map(function (s) {
      var label = { show: p.series.length === 1 && p.labels.length <= 40 || p.horizontal && p.series.length <= 3, fontSize: p.series.length > 1 ? 11 : 12, position: p.horizontal ? "right" : "top", color: "#222",
        formatter: function (a) { return s.texts[a.dataIndex]; } };
      return { type: "bar", name: s.name, data: s.values, stack: p.stacked ? "tout" : undefined, barMaxWidth: 28, label: label };
    });
    return option;
  }

  // pyramid draws the first series to the left.
  function pyramid(p, place) {
    var option = common(p, place), most = 0;
    p.series.forEach(function (s) { s.values.forEach(function (v) { most = Math.max(most, v || 0); }); });
    option.xAxis = { type: "value", min: -most, max: most, axisLabel: { formatter: function (v) { return write(Math.abs(v)); }, color: "#444", hideOverlap: true } };
    option.yAxis = axisOfNames(p, place);
    option.yAxis.inverse = true; // the first label on top, as in the table
    option.series = p.series.map(function (s, k) {
      return { type: "bar", name: s.name, stack: "tout", barCategoryGap: "12%",
        data: s.values.map(function (v) { return v === null ? null : (k === 0 ? -v : v); }),
        label: { show: !narrow(place), position: "inside", color: "#fff", formatter: function (a) { return Math.abs(a.value) > most / 8 ? s.texts[a.dataIndex] : ""; } } };
    });
    return option;
  }

  function flow(p, place) {
    var names = {}, from = {}, to = {};
    p.links.forEach(function (l) { names[l.source] = names[l.target] = from[l.source] = to[l.target] = true; });
    // total writes what goes through a state, unless some of it is hidden.
    function total(name, v) { return p.partial && from[name] && to[name] ? "(en partie secret)" : write(v); }
    return { animation: false, color: colours, aria: { enabled: true, label: { description: p.title } },
      tooltip: { trigger: "item", confine: true, renderMode: "richText",
        formatter: function (a) { return a.dataType === "edge" ? a.data.source + " → " + a.data.target + " : " + write(a.data.value) : a.name + " : " + total(a.name, a.value); } },
      series: [{ type: "sankey", left: 8, right: narrow(place) ? 110 : 190, top: 12, bottom: 12, nodeAlign: "left", draggable: false, nodeGap: 18,
        // Given one by one: states of like totals would all be grey.
        data: Object.keys(names).map(function (n, i) { return { name: n, itemStyle: { color: colours[i % colours.length] } }; }), links: p.links,
        lineStyle: { color: "gradient", opacity: 0.4 },
        label: { fontSize: 13, lineHeight: 17, color: "#222", width: narrow(place) ? 100 : 180, overflow: "break",
          formatter: function (a) { return a.name + "\n" + total(a.name, a.value); } } }] };
  }

  var draw = { bars: axes, pyramid: pyramid, flow: flow };
  function height(p, place) {
    switch (p.kind) {
      case "flow": return 340;
      case "pyramid": return Math.max(220, 80 + Math.max(30, rowHeight(p, place)) * p.labels.length);
    }
    if (p.horizontal) { return Math.max(p.series.length > 1 ? 120 : 100, 70 + rowHeight(p, place) * p.labels.length + (p.series.length > 1 ? 22 * legendRows(p, place) : 0)); }
    return 280 + 22 * (p.series.length > 1 ? legendRows(p, place) : 0);
  }
  pictures.forEach(function (p) {
    var place = document.getElementById("image-" + p.id);
    if (!place) { return; }
    place.style.height = height(p, place) + "px";
    var picture = echarts.init(place, null, { renderer: "canvas" });
    picture.setOption(draw[p.kind](p, place));
    window.addEventListener("resize", function () { picture.resize(); });
  });
})();
