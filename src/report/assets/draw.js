// Drawing: the timeline and the charts of the overview.
const LANES = {
  prepare: ["policy_decision", "set_up", "review", "research"],
  people: ["survey", "hearing", "workshop", "local_forum", "public_comment"],
  council: ["consultation", "deliberation", "answer"],
  draft: ["internal", "outline", "draft", "original_draft", "final_draft"],
  finish: ["assembly_report", "bill", "vote", "adoption", "publication", "budget_link"],
};
const LANE = D.phases.map(id => Object.keys(LANES).find(lane => LANES[lane].includes(id)));
// Phases with a mark of their own; they come before all others where an event has several.
const MARKED = ["consultation", "answer", "vote", "adoption", "public_comment"];
const DAY = 86400000;
const days = iso => Date.parse(iso) / DAY;
const fiscalYear = iso => Number(iso.slice(0, 4)) - (iso.slice(5, 7) < "04" ? 1 : 0);
const STATUS = ["unspecified", "held", "planned", "tentative", "postponed", "cancelled", "undecided"];

// The events of a plan that have a date and a phase, as marks.
function marks(plan) {
  if (plan.marks) return plan.marks;
  const order = Object.keys(LANES);
  plan.marks = plan.ev.map(([d, e]) => {
    const [from, to, raw, event, , phases, status, flags] = D.docs[d].s[e];
    const [start, end] = full(from, to);
    if (!start || !end || !phases.length || status === 5) return null;
    const own = MARKED.map(id => D.phases.indexOf(id)).find(p => phases.includes(p));
    const phase = own === undefined ? phases[0] : own;
    return {start, end, raw, event, phase, id: D.phases[phase], lane: order.indexOf(LANE[phase]), coarse: (flags & 2) > 0};
  }).filter(Boolean);
  return plan.marks;
}

// The fiscal years that the axis shows: all, or the window of 12 that holds most.
const MOST_YEARS = 12;
function axis(list) {
  const count = new Map();
  for (const plan of list) for (const m of marks(plan)) for (const day of [m.start, m.end]) {
    const year = fiscalYear(day);
    count.set(year, (count.get(year) || 0) + 1);
  }
  if (!count.size) return null;
  const years = [...count.keys()].sort((a, b) => a - b);
  const [first, last] = [years[0], years[years.length - 1]];
  if (last - first < MOST_YEARS) return [first, last];
  let best = [first, -1];
  for (const from of years) {
    let held = 0;
    for (let y = from; y < from + MOST_YEARS; y++) held += count.get(y) || 0;
    if (held > best[1]) best = [from, held];
  }
  return [best[0], best[0] + MOST_YEARS - 1];
}

function scaleOf([first, last], width) {
  const start = days(`${first}-04-01`), end = days(`${last + 1}-04-01`);
  return {first, last, width, x: iso => (days(iso) - start) / (end - start) * width};
}

function axisHead(scale) {
  const svg = s("svg", {width: scale.width, height: 30, role: "img", "aria-label": `${ui("fiscal", scale.first)} – ${ui("fiscal", scale.last)}`});
  for (let y = scale.first; y <= scale.last; y++) {
    const x = scale.x(`${y}-04-01`), next = scale.x(`${y + 1}-04-01`);
    // Short where a year has no room for 2024年度.
    const label = next - x < 62 ? `’${String(y).slice(2)}` : ui("fiscal", y);
    svg.append(s("line", {x1: x, x2: x, y1: 0, y2: 30, class: "grid"}), s("text", {x: (x + next) / 2, y: 20, "text-anchor": "middle"}, label));
  }
  return svg;
}

const TRACK = 11, GAP = 2;
function timelineOf(plan, scale) {
  const tracks = [], shapes = [];
  let laneStart = 0, outside = 0;
  const all = marks(plan);
  for (let lane = 0; lane < 5; lane++) {
    for (const m of all) {
      if (m.lane !== lane) continue;
      let x0 = scale.x(m.start), x1 = scale.x(m.end);
      if (x1 < 0 || x0 > scale.width) { outside++; continue; }
      x0 = Math.max(x0, 1); x1 = Math.min(x1, scale.width - 1);
      if (x1 - x0 < 8) { const c = Math.min(Math.max((x0 + x1) / 2, 5), scale.width - 5); x0 = c - 4; x1 = c + 4; }
      let track = tracks.findIndex((right, i) => i >= laneStart && right + GAP <= x0);
      if (track < 0) track = tracks.length;
      tracks[track] = x1;
      shapes.push(shape(m, x0, x1, 10 + TRACK * track));
    }
    laneStart = tracks.length;
  }
  // What lies beyond the axis is counted on a line of its own, below the marks.
  const height = Math.max(44, 20 + TRACK * tracks.length + (outside ? 12 : 0));
  const told = all.map(m => `${word("phases", m.id)} ${m.start === m.end ? m.start : m.start + "–" + m.end}`).join("; ");
  const svg = s("svg", {width: scale.width, height, role: "img", "aria-label": `${municipality(plan)}: ${told || word("reasons", "no_schedule")}`});
  for (let y = scale.first; y <= scale.last; y++) {
    const x = scale.x(`${y}-04-01`);
    svg.append(s("line", {x1: x, x2: x, y1: 0, y2: height, class: "grid"}));
  }
  svg.append(...shapes);
  if (!all.length) svg.append(s("text", {x: 10, y: 26, class: "soft"}, word("reasons", "no_schedule")));
  if (outside) svg.append(s("text", {x: scale.width - 6, y: height - 6, class: "soft", "text-anchor": "end"}, ui("outside", outside)));
  return svg;
}

function shape(m, x0, x1, y) {
  const name = Object.keys(LANES)[m.lane], x = (x0 + x1) / 2;
  const group = s("g", {class: name + (m.coarse ? " coarse" : "")}, s("title", {}, `${word("phases", m.id)} ${m.raw} ${m.event}`));
  const wide = x1 - x0 > 20, comment = m.id === "public_comment";
  if (wide || comment) {
    const height = comment ? 8 : 6;
    group.append(s("rect", {x: x0, y: y - height / 2, width: x1 - x0, height, rx: 1}));
    if (comment) group.append(s("rect", {x: x0 + 1.5, y: y - 0.75, width: Math.max(x1 - x0 - 3, 1), height: 1.5, class: "cut"}));
  }
  const paths = {consultation: `M${x - 5} ${y + 4.5}h10l-5 -9z`, answer: `M${x - 5} ${y - 4.5}h10l-5 9z`,
    vote: `M${x - 4} ${y - 4}h8v8h-8z`, adoption: `M${x} ${y - 5}l5 5l-5 5l-5 -5z`};
  if (paths[m.id]) group.append(s("path", {d: paths[m.id], class: wide ? "on-bar" : null}));
  else if (!wide && !comment) group.append(x1 - x0 <= 8.5 ? s("circle", {cx: x, cy: y, r: 3.6}) : s("rect", {x: x0, y: y - 3, width: x1 - x0, height: 6, rx: 1}));
  return group;
}

function legend() {
  const item = (m, label) => h("li", {}, s("svg", {width: 22, height: 14, "aria-hidden": "true"}, shape(m, m.bar ? 1 : 7, m.bar ? 21 : 15, 7)), label);
  const order = Object.keys(LANES);
  return h("ul", {class: "legend", "aria-label": ui("legend")},
    order.map((lane, i) => item({id: "", lane: i, bar: true, raw: "", event: ""}, word("lanes", lane))),
    MARKED.map(id => item({id, lane: order.indexOf(LANE[D.phases.indexOf(id)]), bar: id === "public_comment", raw: "", event: ""}, word("phases", id))));
}

const median = sorted => sorted.length ? (sorted[(sorted.length - 1) >> 1] + sorted[sorted.length >> 1]) / 2 : null;
const middle = value => Number.isInteger(value) ? value : value.toFixed(1);

// How a number is spread: a bar per value or range of values, and how many plans do not tell.
function histogram(list, id) {
  const values = list.map(p => number(p, id)[0]).filter(v => v !== null).sort((a, b) => a - b);
  const known = ui("known", values.length, list.length);
  const caption = h("figcaption", {}, word("measures", id), h("small", {}, values.length ? `${known}　${ui("median", middle(median(values)))}` : known));
  if (!values.length) return h("figure", {class: "chart"}, caption, h("p", {class: "note"}, word("reasons", "not_found")));
  const [first, last] = [values[0], values[values.length - 1]];
  const step = [1, 2, 3, 5, 10, 15, 20, 30, 50, 100, 200, 500, 1000].find(n => (last - first) / n < 20) || Math.ceil((last - first) / 19);
  const from = Math.floor(first / step) * step, bins = new Array(Math.floor((last - from) / step) + 1).fill(0);
  for (const v of values) bins[Math.floor((v - from) / step)]++;
  const width = 330, height = 120, base = 96, most = Math.max(...bins), w = Math.min(40, (width - 8) / bins.length);
  const label = i => step === 1 ? String(from + i) : `${from + i * step}–${from + i * step + step - 1}`;
  const every = Math.ceil(bins.length * (step === 1 ? 26 : 52) / (width - 8));
  const svg = s("svg", {viewBox: `0 0 ${width} ${height}`, role: "img",
    "aria-label": `${word("measures", id)}: ${bins.map((n, i) => n ? `${label(i)}: ${n}` : "").filter(Boolean).join(", ")}`});
  bins.forEach((n, i) => {
    const x = 4 + i * w, top = n ? Math.max(n / most * 74, 2) : 0;
    if (n) svg.append(s("rect", {x: x + 1.5, y: base - top, width: Math.max(w - 3, 1), height: top, rx: 1, class: "bar0"}, s("title", {}, `${label(i)}: ${n}`)));
    if (n && w >= 15) svg.append(s("text", {x: x + w / 2, y: base - top - 4, "text-anchor": "middle", class: "soft"}, String(n)));
    if (i % every === 0) svg.append(s("text", {x: x + w / 2, y: 113, "text-anchor": "middle"}, step === 1 ? label(i) : String(from + i * step)));
  });
  svg.append(s("line", {x1: 2, x2: 4 + w * bins.length + 2, y1: base + 0.5, y2: base + 0.5, class: "grid"}));
  return h("figure", {class: "chart"}, caption, svg);
}

// Bars with their numbers: [label, parts [[class, number, name]], missing].
function bars(rows, total) {
  const scale = 100 / Math.max(total, 1);
  return h("dl", {class: "bars"}, rows.map(([label, parts, missing]) => {
    const sum = parts.reduce((n, [, part]) => n + part, 0);
    const told = parts.length > 1 ? parts.map(([, n, name]) => `${name} ${n}`).join("・") : String(sum);
    return [h("dt", {}, label), h("dd", {class: missing ? "na" : null},
      h("span", {class: "stack", "aria-hidden": "true", style: `width:${Math.max(sum * scale * 0.72, 0)}%`},
        parts.map(([kind, n]) => n ? h("i", {class: kind, style: `width:${n / Math.max(sum, 1) * 100}%;flex:1 1 ${n / Math.max(sum, 1) * 100}%`}) : null)),
      h("span", {}, parts.length > 1 ? [h("span", {"aria-hidden": "true", title: told}, String(sum)), hidden(told)] : told))];
  }));
}
