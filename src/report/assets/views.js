// The views: overview, timeline, matrices, plans, KPI, themes and visions. Each gives an element for <main>.
const VIEWS = ["overview", "timeline", "phases", "participation", "fields", "plans", "indicators", "themes"];
// Rows that are made at a time; the next come when one scrolls near the end, or by the button.
const CHUNK = 40, PRINTED = 500;

// Rows of a table, a screenful at a time. `rows` and `row` give the items and the element of one.
let grow = [];
function growing(body, rows, row, columns) {
  let made = 0;
  const button = h("button", {type: "button"});
  const more = h("p", {class: "more"}, button);
  const add = until => {
    const part = document.createDocumentFragment();
    for (; made < Math.min(until, rows.length); made++) part.append(row(rows[made], made));
    body.append(part);
    more.hidden = made >= rows.length;
    button.textContent = ui("more", Math.min(CHUNK, rows.length - made), made, rows.length);
  };
  button.addEventListener("click", () => {
    const before = made;
    add(made + CHUNK);
    // Who came by keyboard goes on at the first new row.
    const next = body.children[before] && body.children[before].querySelector("a, button");
    if (next) next.focus();
  });
  add(CHUNK);
  if (!rows.length) body.append(h("tr", {}, h("td", {colspan: columns}, ui("none"))));
  const watch = new IntersectionObserver(entries => entries.some(e => e.isIntersecting) && add(made + CHUNK), {rootMargin: "800px"});
  watch.observe(more);
  grow.push({print: () => add(PRINTED), stop: () => watch.disconnect()});
  return rows.length > PRINTED ? h("div", {}, more, h("p", {class: "note printed"}, ui("print_cap", PRINTED))) : more;
}

const head = (id, note) => [h("h2", {}, ui(id)), note ? h("p", {class: "note"}, ui(note)) : null];

// The heading of a row: whose plan it is, with the way to its document.
function planHead(plan) {
  const years = plan.period && plan.period[1] ? `${plan.period[1]}–${plan.period[2] || ""}` : "";
  return h("th", {scope: "row"}, h("a", {href: `#doc=${plan.docs[0]}`}, municipality(plan)),
    h("small", {}, [plan.pref, partOf(plan)].filter(Boolean).join(" "), years ? [" ", h("span", {class: "years"}, years)] : null));
}

function overview() {
  const list = plans(), view = h("div", {}, head("overview"));
  const docs = list.reduce((n, p) => n + p.docs.length, 0);
  const tile = (id, n) => h("div", {}, h("dt", {}, ui(id)), h("dd", {}, n.toLocaleString("en")));
  view.append(h("dl", {class: "tiles"}, tile("count_plans", list.length), tile("municipalities", distinct(list.map(p => p.code || p.m)).length),
    tile("prefectures", distinct(list.map(p => p.pref)).length), tile("documents", docs)));
  if (!list.length) return fill(view, {}, [h("p", {}, ui("none"))]);
  view.append(h("h3", {}, ui("distributions")), h("div", {class: "charts"},
    ["months_to_answer", "months_to_adoption", "council_meetings", "public_comment_days", "methods", "goals_found", "measures_found", "indicators_found", "period_years"].map(id => histogram(list, id))));
  view.append(h("h3", {}, ui("answers")), h("div", {class: "charts"}, D.words.map(id => {
    const counts = new Map();
    for (const p of list) { const v = answer(p, id)[0]; counts.set(v, (counts.get(v) || 0) + 1); }
    const rows = [...counts].filter(([v]) => v !== null).sort().map(([v, n]) => [word("values", v), [["", n, ""]]]);
    if (counts.has(null)) rows.push([ui("missing"), [["", counts.get(null), ""]], true]);
    return h("figure", {class: "chart"}, h("figcaption", {}, word("measures", id)), bars(rows, list.length));
  })));
  view.append(h("h3", {}, ui("calendar")), h("p", {class: "note"}, ui("calendar_note")), calendar(list));
  const withMethods = list.filter(p => p.me.length).length, withFields = list.filter(p => p.fi.length).length;
  view.append(h("div", {class: "two"},
    h("div", {}, h("h3", {}, ui("methods_used")), h("p", {class: "note"}, ui("known", withMethods, list.length)),
      bars(D.methods.map((id, i) => [word("methods", id), [["", list.filter(p => p.me.some(m => m[0] === i)).length, ""]]]), list.length)),
    h("div", {}, h("h3", {}, ui("fields_held")), h("p", {class: "note"}, ui("known", withFields, list.length)),
      h("ul", {class: "legend"}, ["pillar", "priority", "mention"].map((id, i) => h("li", {}, h("i", {class: `l${i}`}), word("levels", id)))),
      bars(D.fields.map((id, i) => [word("fields", id), ["pillar", "priority", "mention"].map((level, l) =>
        [`l${l}`, list.filter(p => p.fi.some(f => f[0] === i && f[1] === l)).length, word("levels", level)])]), list.length))));
  view.append(groups(list));
  return view;
}

// Phases by month of the fiscal year.
function calendar(list) {
  const counts = D.phases.map(() => new Array(13).fill(0));
  for (const p of list) for (const [phase, , , month] of p.ph) counts[phase][month === null ? 12 : (month + 8) % 12]++;
  const most = Math.max(1, ...counts.flatMap(c => c.slice(0, 12)));
  const months = [4, 5, 6, 7, 8, 9, 10, 11, 12, 1, 2, 3];
  const cell = n => n ? h("td", {}, h("span", {class: `l${2 - Math.floor(3 * n / (most + 1))}`}, String(n))) : h("td", {}, hidden("0"));
  return scroll(ui("calendar"), h("table", {class: "heat"},
    h("thead", {}, h("tr", {}, h("th", {scope: "col"}, ui("phase")), months.map(m => h("th", {scope: "col"}, ui("month", m))), h("th", {scope: "col"}, ui("coarse")))),
    h("tbody", {}, counts.map((c, i) => c.some(n => n) ? h("tr", {}, h("th", {scope: "row"}, word("phases", D.phases[i])),
      c.slice(0, 12).map(cell), h("td", {}, c[12] ? String(c[12]) : hidden("0"))) : null))));
}

// Medians by prefecture or kind.
function groups(list) {
  const ids = ["months_to_answer", "months_to_adoption", "council_meetings", "public_comment_days", "methods", "goals_found"];
  const select = h("select", {id: "by", onchange: e => { state.by = e.target.value; show(); document.getElementById("by").focus(); }},
    [["", "no_group"], ["prefecture", "prefecture"], ["kind", "kind"]].map(([v, id]) => h("option", {value: v, selected: state.by === v}, ui(id))));
  const section = h("section", {}, h("h3", {}, ui("groups")), h("label", {}, ui("by") + " ", select));
  if (!state.by) return section;
  const of = p => (state.by === "kind" ? p.kind : p.pref) || ui("unknown_group");
  const found = new Map([[ui("all"), list]]);
  for (const p of list) { if (!found.has(of(p))) found.set(of(p), []); found.get(of(p)).push(p); }
  section.append(h("p", {}), scroll(ui("groups"), h("table", {},
    h("thead", {}, h("tr", {}, h("th", {scope: "col"}, ui(state.by)), h("th", {scope: "col", class: "number"}, ui("count_plans")), ids.map(id => h("th", {scope: "col", class: "number"}, word("measures", id))))),
    h("tbody", {}, [...found].map(([name, of]) => h("tr", {}, h("th", {scope: "row"}, name), h("td", {class: "number"}, String(of.length)), ids.map(id => {
      const values = of.map(p => number(p, id)[0]).filter(v => v !== null).sort((a, b) => a - b);
      return h("td", {class: "number"}, values.length ? String(middle(median(values))) : absent(null), h("small", {}, ui("known", values.length, of.length)));
    })))))));
  return section;
}

const scroll = (label, table) => h("div", {class: table.classList.contains("matrix") ? "scroll fit" : "scroll", role: "region", tabindex: "0", "aria-label": label}, table);

// Width that is left in <main> beside something.
function roomFor(beside) {
  const main = document.getElementById("main");
  return main.clientWidth - 2 * parseFloat(getComputedStyle(main).paddingLeft) - beside;
}

function timeline() {
  const list = plans(), view = h("div", {}, head("timeline", "timeline_note"), legend());
  const range = axis(list);
  if (!range) return fill(view, {}, [h("p", {}, ui("none"))]);
  const narrow = innerWidth <= 700, label = narrow ? 122 : 228;
  const scale = scaleOf(range, Math.max(roomFor(label + 6), (range[1] - range[0] + 1) * (narrow ? 46 : 64)));
  const body = h("tbody");
  view.append(scroll(ui("timeline"), h("table", {class: "time"},
    h("thead", {}, h("tr", {}, h("th", {scope: "col"}, ui("plan")), h("th", {scope: "col", style: "padding:0"}, hidden(ui("timeline")), axisHead(scale)))), body)));
  view.append(growing(body, list, plan => h("tr", {}, planHead(plan), h("td", {}, timelineOf(plan, scale))), 2));
  return view;
}

// A matrix: rows are plans, columns ids; `cell(plan)` gives a map from column to [class, text, told].
function matrix(id, note, group, ids, cells, more) {
  const list = plans(), view = h("div", {}, head(id, note), more || null), body = h("tbody");
  view.append(scroll(ui(id), h("table", {class: "matrix"}, h("thead", {}, h("tr", {}, h("th", {scope: "col"}, ui("plan")),
    ids.map(c => h("th", {scope: "col"}, h("span", {class: "v"}, word(group, c)))))), body)));
  view.append(growing(body, list, plan => {
    const of = cells(plan);
    return h("tr", {}, planHead(plan), ids.map((c, i) => {
      const cell = of.get(i);
      if (!cell) return h("td", {}, h("span", {class: "absent", title: word(group, c) + ": " + word("reasons", "not_found")}, h("span", {"aria-hidden": "true"}, "–"), hidden(word("reasons", "not_found"))));
      return h("td", {}, h("span", {class: cell[0], title: `${word(group, c)}: ${cell[2]}`}, h("span", {"aria-hidden": "true"}, cell[1]), hidden(cell[2])));
    }));
  }, ids.length + 1));
  return view;
}

const phases = () => matrix("phases", "matrix_phases_note", "phases", D.phases, plan => new Map(plan.ph.map(([phase, , first, month, reason]) => {
  const lane = LANE[phase];
  if (month !== null) return [phase, [lane, String(month), `${ui("month", month)} (${first})`]];
  const dated = D.reasons[reason] !== "no_date";
  return [phase, [`${lane} pale`, dated ? "●" : "○", `${word("reasons", D.reasons[reason])}${first ? ` (${first})` : ""}`]];
})), legendOfLanes());

const legendOfLanes = () => h("ul", {class: "legend", "aria-label": ui("legend")},
  Object.keys(LANES).map(lane => h("li", {}, s("svg", {width: 18, height: 14, "aria-hidden": "true"}, s("rect", {class: lane, width: 18, height: 14, rx: 3})), word("lanes", lane))));

function participation() {
  const terms = new Map();
  for (const p of plans()) for (const [method, , , names] of p.me) for (const name of names) {
    if (!terms.has(method)) terms.set(method, new Map());
    terms.get(method).set(name, (terms.get(method).get(name) || 0) + 1);
  }
  const list = h("details", {}, h("summary", {}, ui("terms")), h("dl", {class: "facts"}, [...terms].sort((a, b) => a[0] - b[0]).map(([method, names]) =>
    [h("dt", {}, word("methods", D.methods[method])), h("dd", {}, [...names].sort((a, b) => b[1] - a[1]).slice(0, 40).map(([name, n]) => h("span", {class: "tag plain"}, n > 1 ? `${name} ×${n}` : name)))])));
  return matrix("participation", "matrix_methods_note", "methods", D.methods, plan => new Map(plan.me.map(([method, times, reason, names, targets]) => {
    const told = [...names, ...targets.map(t => word("targets", t))].join("・");
    return [method, times === null ? ["people pale", "○", `${word("reasons", D.reasons[reason])}: ${told}`] : ["people", String(times), `${times}: ${told}`]];
  })), list);
}

function fields() {
  const levels = ["pillar", "priority", "mention"];
  const key = h("ul", {class: "legend", "aria-label": ui("legend")}, levels.map((id, i) => h("li", {}, h("i", {class: `l${i}`, "aria-hidden": "true"}, word("marks", id)), word("levels", id))));
  return matrix("fields", "matrix_fields_note", "fields", D.fields, plan => new Map(plan.fi.map(([field, level, count]) =>
    [field, [`l${level}`, word("marks", levels[level]), `${word("levels", levels[level])} ×${count}`]])), key);
}

// Columns of the table of plans: [id, sorted by, cell].
const COLUMNS = [
  ["period", "period_first_year", p => p.period ? [p.period[1] ? `${p.period[1]}–${p.period[2] || ""}` : p.period[0], number(p, "period_years")[0] ? h("small", {}, ui("years_n", number(p, "period_years")[0])) : null] : absent(0)],
  ...["months_to_answer", "months_to_adoption", "council_meetings", "committee_meetings", "council_items", "public_comment_days"].map(id => [id, id, p => shown(number(p, id))]),
  ...["public_comment_season", "public_comment_order"].map(id => [id, id, p => shown(answer(p, id), v => word("values", v))]),
  ["methods", "methods", p => shown(number(p, "methods"))],
  ...["children", "assembly"].map(id => [id, id, p => shown(answer(p, id), v => word("values", v))]),
  ...["goals", "measures", "indicators"].map(id => [`${id}_found`, `${id}_found`, p => {
    const [declared, found] = [number(p, `${id}_declared`), number(p, `${id}_found`)];
    return [shown(found), declared[0] === null ? null : h("small", {}, ui("declared", declared[0]))];
  }]),
  ["vision", null, p => shown(p.vision)],
];
function planTable() {
  const list = plans(), body = h("tbody"), view = h("div", {}, head("plans", "zero_note"));
  const order = id => state.sort === id ? (state.down ? "descending" : "ascending") : null;
  const title = id => id === "period" || id === "vision" ? ui(id) : word("measures", id);
  const column = (id, by) => h("th", {scope: "col", "aria-sort": by && order(by)}, by ? h("button", {type: "button", "data-sort": by, onclick: () => sortBy(by)}, title(id)) : title(id));
  view.append(scroll(ui("plans"), h("table", {class: "wide"}, h("thead", {}, h("tr", {},
    h("th", {scope: "col", "aria-sort": order("municipality")}, h("button", {type: "button", "data-sort": "municipality", onclick: () => sortBy("municipality")}, ui("municipality"))),
    COLUMNS.map(([id, by]) => column(id, by)))), body)));
  view.append(growing(body, list, plan => h("tr", {}, planHead(plan), COLUMNS.map(([id, , cell]) => h("td", {class: id === "vision" ? "text" : null}, cell(plan)))), COLUMNS.length + 1));
  return view;
}
function sortBy(by) {
  state.down = state.sort === by ? !state.down : false;
  state.sort = by;
  show();
  const button = document.querySelector(`[data-sort="${by}"]`);
  if (button) button.focus();
}

function indicators() {
  const found = new Map(), view = h("div", {}, head("indicators"));
  for (const p of plans()) for (const x of p.ind) {
    if (!found.has(x[0])) found.set(x[0], []);
    found.get(x[0]).push([p, x]);
  }
  const several = rows => new Set(rows.map(([p]) => p)).size;
  let list = [...found.values()].sort((a, b) => several(b) - several(a));
  view.append(h("p", {}, h("label", {}, h("input", {type: "checkbox", id: "shared", checked: state.shared, onchange: e => { state.shared = e.target.checked; show(); document.getElementById("shared").focus(); }, style: "min-height:0;width:auto;margin-right:.4rem"}), ui("shared_only"))));
  if (state.shared) list = list.filter(rows => several(rows) > 1);
  if (!list.length) return fill(view, {}, [h("p", {}, ui("no_indicators"))]);
  const rows = list.flatMap(group => group.map(([p, x], i) => [p, x, i ? null : group]));
  const body = h("tbody"), value = v => v[1] ? [v[0], h("small", {}, v[1])] : v[0];
  view.append(scroll(ui("indicators"), h("table", {}, h("thead", {}, h("tr", {}, ["name", "plan", "unit", "baseline", "target", "where"].map(id => h("th", {scope: "col"}, ui(id))))), body)));
  view.append(growing(body, rows, ([p, x, group]) => h("tr", {},
    h("th", {scope: "row"}, group ? x[1] : hidden(x[1]), group && several(group) > 1 ? h("small", {}, ui("shared_by", several(group))) : null),
    h("td", {}, h("a", {href: `#doc=${p.docs[0]}`}, municipality(p)), h("small", {}, partOf(p))), h("td", {}, x[2] || absent(0)), h("td", {}, x[3] ? value(x[3]) : absent(0)),
    h("td", {}, x[4].length ? x[4].map(v => h("div", {}, value(v))) : absent(0)), h("td", {}, spots(x[5]))), 6));
  return view;
}

function themes() {
  const list = plans(), view = h("div", {}, head("themes")), found = new Map(), used = new Map();
  for (const p of list) {
    for (const [theme] of p.th) found.set(theme, (found.get(theme) || 0) + 1);
    if (p.vision[0]) for (const w of p.vw) used.set(w, (used.get(w) || 0) + 1);
  }
  const most = map => [...map].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).slice(0, 24).map(([name, n]) => [name, [["", n, ""]]]);
  view.append(h("div", {class: "two"},
    h("div", {}, h("h3", {}, ui("theme")), h("p", {class: "note"}, ui("known", list.filter(p => p.th.length).length, list.length)), bars(most(found), list.length)),
    h("div", {}, h("h3", {}, ui("vision_words")), h("p", {class: "note"}, ui("known", list.filter(p => p.vision[0]).length, list.length)), bars(most(used), list.length))));
  const body = h("tbody");
  view.append(h("h3", {}, ui("visions")), scroll(ui("visions"), h("table", {}, h("thead", {}, h("tr", {}, ["municipality", "vision", "characters", "unique_themes", "where"].map(id => h("th", {scope: "col"}, ui(id))))), body)));
  view.append(growing(body, list, p => h("tr", {}, planHead(p), h("td", {}, shown(p.vision)), h("td", {class: "number"}, p.vision[0] ? String([...p.vision[0]].length) : absent(p.vision[3])),
    h("td", {}, p.th.filter(([t]) => found.get(t) === 1).map(([t]) => h("span", {class: "tag plain"}, t))), h("td", {}, spots(p.vision[4]))), 5));
  return view;
}
