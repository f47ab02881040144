(function () {
  "use strict";
  var charts = JSON.parse(document.getElementById("donnees").textContent);
  var colours = ["#1f5f8b", "#c4552d"];
  var french = new Intl.NumberFormat("fr-FR");
  charts.forEach(function (c) {
    var place = document.getElementById("image-" + c.id);
    if (!place) { return; }
    place.style.height = (c.horizontal ? Math.max(180, 90 + 26 * c.labels.length) : 300) + "px";
    var picture = echarts.init(place, null, { renderer: "canvas" });
    var names = { type: "category", data: c.labels, axisTick: { show: false }, axisLabel: { fontSize: 13, color: "#222", width: 130, overflow: "truncate", interval: 0, rotate: c.horizontal ? 0 : (place.clientWidth < 500 ? 35 : 0) } };
    var counts = { type: "value", minInterval: 1, axisLabel: { formatter: french.format, color: "#444" } };
    if (c.horizontal) { names.inverse = true; }
    picture.setOption({
      animation: false, color: colours, aria: { enabled: true, label: { description: c.title } },
      grid: { left: 8, right: 48, top: c.series.length > 1 ? 36 : 16, bottom: 8, containLabel: true },
      legend: c.series.length > 1 ? { top: 0 } : undefined,
      tooltip: { trigger: "axis", confine: true, renderMode: "richText" },
      xAxis: c.horizontal ? counts : names, yAxis: c.horizontal ? names : counts,
      series: c.series.map(function (s, i) {
        return { type: "bar", name: s.name, data: s.values, stack: "tout", barMaxWidth: 28,
          label: { show: i === c.series.length - 1 && c.series.length === 1, position: c.horizontal ? "right" : "top", formatter: function (p) { return p.value === null || p.value === undefined ? "secret" : french.format(p.value); } } };
      })
    });
    window.addEventListener("resize", function () { picture.resize(); });
  });
})();
