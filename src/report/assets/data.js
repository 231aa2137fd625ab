// What the report holds, and the words for it. The order of fields is that of src/report/data.rs.
const W = JSON.parse(document.getElementById("words").textContent);
const D = JSON.parse(document.getElementById("data").textContent);
// Its text is not needed twice.
document.getElementById("data").textContent = "";

const state = {language: "ja", view: "overview", q: "", pref: "", kind: "", name: "", phase: "", method: "", field: "",
  sort: "code", down: false, by: D.by || "", shared: false};

// The word of an id in the language that is chosen; the id itself where there is none.
function word(group, id) {
  const of = W[group] && W[group][id];
  return of ? of[state.language === "ja" ? 0 : 1] : id;
}
function ui(id, ...values) {
  return values.reduce((text, value, i) => text.replace(`{${i}}`, value), word("ui", id));
}

// Elements: h("td", {class: "number"}, child, "text", [more]). Text is never markup.
const SVG = "http://www.w3.org/2000/svg";
function h(tag, attributes, ...children) {
  return fill(document.createElement(tag), attributes, children);
}
function s(tag, attributes, ...children) {
  return fill(document.createElementNS(SVG, tag), attributes, children);
}
function fill(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes || {})) {
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (value !== null && value !== undefined && value !== false) element.setAttribute(name, value === true ? "" : value);
  }
  for (const child of children.flat(3)) {
    if (child !== null && child !== undefined && child !== false) element.append(child);
  }
  return element;
}
const hidden = text => h("span", {class: "vh"}, text);

const NUMBER = Object.fromEntries(D.numbers.map((id, i) => [id, i]));
const WORD = Object.fromEntries(D.words.map((id, i) => [id, i]));
// [value, least, most, reason, places]
const number = (plan, id) => plan.n[NUMBER[id]];
const answer = (plan, id) => plan.w[WORD[id]];

const municipality = plan => plan.m || ui("no_municipality");
const partOf = plan => [plan.name, plan.part].filter(Boolean).join(" ");
// What is written short is opened: places by number, figures without what is empty.
D.plans.forEach((plan, i) => {
  plan.i = i;
  const [first, count] = plan.docs;
  plan.docs = Array.from({length: count}, (_, d) => first + d);
  for (const place of plan.sp) place[0] += first;
  const places = list => list.map(n => plan.sp[n]);
  const figure = f => typeof f === "number" ? [null, null, null, f, []]
    : [f[0], f[3] ?? null, f[4] ?? null, f[2] ?? null, places(f[1])];
  plan.vision = figure(plan.vision);
  plan.n = plan.n.map(figure);
  plan.w = plan.w.map(figure);
  for (const rows of [plan.ph, plan.me, plan.fi, plan.th, plan.ind]) {
    for (const row of rows) row[row.length - 1] = places(row[row.length - 1]);
  }
  for (const x of plan.ind) x[0] = x[0] ?? x[1];
  for (const d of plan.docs) {
    const doc = D.docs[d];
    for (const rows of [doc.s, doc.pol, doc.bod, doc.rel, doc.war]) {
      for (const row of rows) row[row.length - 1] = plan.sp[row[row.length - 1]];
    }
  }
  plan.ev = plan.ev.map(n => [first + (n >> 16), n & 65535]);
  plan.text = [plan.m, plan.pref, plan.code, plan.title, plan.name, plan.part, plan.vision[0],
    ...plan.th.map(t => t[0]), ...plan.ind.map(x => x[1]),
    ...plan.docs.flatMap(d => [D.docs[d].f, D.docs[d].t, D.docs[d].k])].filter(Boolean).join("\n").normalize("NFKC").toLowerCase();
  const starts = plan.ev.map(([d, e]) => D.docs[d].s[e][0]).filter(Boolean);
  plan.first = starts.length ? starts.reduce((a, b) => a < b ? a : b) : null;
});

// The days of an entry: a day has its end left out, a whole month stands as 2024-02.
function full(start, end) {
  if (end !== 0) return [start, end];
  if (start === null || start.length > 7) return [start, start];
  const [year, month] = start.split("-").map(Number);
  return [`${start}-01`, new Date(Date.UTC(year, month, 0)).toISOString().slice(0, 10)];
}

const distinct = values => [...new Set(values.filter(Boolean))];
const CHOICES = {
  pref: distinct(D.plans.map(p => p.pref)),
  kind: distinct(D.plans.map(p => p.kind)),
  name: distinct(D.plans.map(p => p.name)).sort(),
};

const SORTS = ["code", "municipality", "first_event", ...D.numbers];
function sortValue(plan, by) {
  if (by === "code") return plan.code || "~" + plan.id;
  if (by === "municipality") return plan.m;
  if (by === "first_event") return plan.first;
  if (by in WORD) return answer(plan, by)[0];
  const [value, least] = number(plan, by);
  return value === null ? least : value;
}

// The plans that pass the filter, in the order chosen. What is not known stands last, whichever way it is sorted.
let passing = {key: null, plans: []};
function plans() {
  const key = JSON.stringify([state.q, state.pref, state.kind, state.name, state.phase, state.method, state.field,
    state.sort, state.down, state.language]);
  if (passing.key === key) return passing.plans;
  const words = state.q.normalize("NFKC").toLowerCase().split(/\s+/).filter(Boolean);
  const phase = D.phases.indexOf(state.phase), method = D.methods.indexOf(state.method), field = D.fields.indexOf(state.field);
  const found = D.plans.filter(p => words.every(w => p.text.includes(w))
    && (!state.pref || p.pref === state.pref) && (!state.kind || p.kind === state.kind) && (!state.name || p.name === state.name)
    && (phase < 0 || p.ph.some(x => x[0] === phase)) && (method < 0 || p.me.some(x => x[0] === method))
    && (field < 0 || p.fi.some(x => x[0] === field && x[1] < 2)));
  const collator = new Intl.Collator("ja");
  const values = new Map(found.map(p => [p, sortValue(p, state.sort)]));
  found.sort((a, b) => {
    const [x, y] = [values.get(a), values.get(b)];
    const none = v => v === null || v === undefined;
    if (none(x) || none(y)) return none(x) - none(y) || a.i - b.i;
    const order = typeof x === "number" ? x - y : x < y ? -1 : x > y ? 1 : 0;
    return (state.sort === "municipality" ? collator.compare(x, y) : order) * (state.down ? -1 : 1) || a.i - b.i;
  });
  passing = {key, plans: found};
  return found;
}

// Places: [document, page, x0, y0, x1, y1]. A link leads to the entry in the document's page of this report; where the
// report knows where the PDFs lie, a second one to the PDF.
function spots(list) {
  if (!list || !list.length) return null;
  return h("span", {class: "spots"}, list.map(spot));
}
function spot(at) {
  const doc = D.docs[at[0]];
  const name = (state.view === "doc" && state.doc === at[0] ? "" : doc.f + " ") + (at.length > 1 ? ui("page", at[1]) : "");
  const box = at.length > 2 ? ` ${ui("box")}: ${at.slice(2).join(", ")}` : "";
  return h("span", {}, h("a", {href: `#doc=${at[0]}` + (at.length > 1 ? `&at=${at.slice(1).join(",")}` : ""), title: doc.f + box}, name || doc.f),
    D.pdfs === null ? null : h("a", {href: pdf(at), title: ui("open_pdf"), target: "_blank", rel: "noopener"}, " PDF", hidden(`: ${ui("open_pdf")}`)));
}
function pdf(at) {
  const base = D.pdfs && !D.pdfs.endsWith("/") ? D.pdfs + "/" : D.pdfs;
  const path = base + D.docs[at[0]].f.split("/").map(encodeURIComponent).join("/");
  if (at.length < 2) return path;
  return path + `#page=${at[1]}` + (at.length > 2 ? `&viewrect=${at[2]},${at[3]},${at[4] - at[2]},${at[5] - at[3]}` : "");
}

// "–", with the reason for those who point at it and those who listen.
function absent(reason) {
  const why = reason === null || reason === undefined ? ui("missing") : word("reasons", D.reasons[reason]);
  return h("span", {class: "absent", title: why}, h("span", {"aria-hidden": "true"}, "–"), hidden(why));
}
// A measure as text: 16, 13–16, or –.
function shown(figure, show = v => String(v)) {
  const [value, least, most, reason] = figure;
  if (value !== null) return show(value);
  if (least !== null) return h("span", {title: word("reasons", D.reasons[reason])}, `${least}–${most}`);
  return absent(reason);
}
