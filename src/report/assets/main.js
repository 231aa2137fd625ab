// State, controls and the way from one view to the next.
const MAKE = {overview, timeline, phases, participation, fields, plans: planTable, indicators, themes};
const main = document.getElementById("main");
const $ = id => document.getElementById(id);

function show(focus) {
  grow.forEach(g => g.stop());
  grow = [];
  const view = state.view === "doc" ? documentPage(state.doc, state.at) : MAKE[state.view]();
  main.replaceChildren(view);
  document.body.dataset.view = state.view;
  const list = plans();
  $("status").textContent = ui("shown", list.length.toLocaleString("en"), D.plans.length.toLocaleString("en"));
  $("filters").hidden = state.view === "doc";
  const title = state.view === "doc" ? main.querySelector("h2").textContent : ui(state.view);
  document.title = `${title} – ${ui("title")}`;
  for (const a of document.querySelectorAll("#nav a")) {
    if (a.hash === "#" + state.view) a.setAttribute("aria-current", "page"); else a.removeAttribute("aria-current");
  }
  $("direction").textContent = ui(state.down ? "descending" : "ascending");
  $("direction").setAttribute("aria-pressed", String(state.down));
  $("sort").value = SORTS.includes(state.sort) ? state.sort : "code";
  if (focus) {
    const heading = main.querySelector("h2");
    heading.tabIndex = -1;
    heading.focus({preventScroll: true});
    scrollTo(0, 0);
  }
}

function route(first) {
  const hash = new URLSearchParams(location.hash.slice(1));
  const at = hash.get("at");
  if (location.hash === "#main") return;
  if (hash.has("doc")) {
    if (state.view !== "doc") state.from = state.view;
    Object.assign(state, {view: "doc", doc: Number(hash.get("doc")), at: at ? at.split(",").map(Number) : null});
  } else {
    const view = location.hash.slice(1);
    state.view = VIEWS.includes(view) ? view : "overview";
  }
  show(!first && !at);
}

function say() {
  document.documentElement.lang = state.language;
  for (const e of document.querySelectorAll("[data-ui]")) e.textContent = ui(e.dataset.ui);
  for (const e of document.querySelectorAll("[data-aria]")) e.setAttribute("aria-label", ui(e.dataset.aria));
  for (const e of document.querySelectorAll("[data-placeholder]")) e.placeholder = ui(e.dataset.placeholder);
  for (const b of document.querySelectorAll("[data-language]")) b.setAttribute("aria-pressed", String(b.dataset.language === state.language));
  $("nav").replaceChildren(...VIEWS.map(id => h("li", {}, h("a", {href: "#" + id}, ui(id)))));
  const options = (id, values, name = v => v) => $(id).replaceChildren(h("option", {value: ""}, ui("any")), ...values.map(v => h("option", {value: v, selected: state[id.slice(2)] === v}, name(v))));
  options("f-pref", CHOICES.pref);
  options("f-kind", CHOICES.kind);
  options("f-name", CHOICES.name);
  options("f-phase", D.phases, v => word("phases", v));
  options("f-method", D.methods, v => word("methods", v));
  options("f-field", D.fields, v => word("fields", v));
  $("sort").replaceChildren(...SORTS.map(v => h("option", {value: v}, W.measures[v] ? word("measures", v) : ui(v))));
  const told = D.where.map(c => ui("condition", c)).join("　");
  $("made").textContent = `${ui("made_by", D.generator)}${told ? "　" + told : ""}`;
}

function speak(language) {
  state.language = language;
  try { localStorage.setItem("keikaku-language", language); } catch { /* a file may have no storage */ }
  say();
  show();
}

let typing = 0;
$("q").addEventListener("input", e => {
  state.q = e.target.value;
  cancelAnimationFrame(typing);
  typing = requestAnimationFrame(() => show());
});
for (const id of ["pref", "kind", "name", "phase", "method", "field"]) {
  $("f-" + id).addEventListener("change", e => { state[id] = e.target.value; show(); });
}
$("sort").addEventListener("change", e => { state.sort = e.target.value; state.down = false; show(); });
$("direction").addEventListener("click", () => { state.down = !state.down; show(); });
$("reset").addEventListener("click", e => {
  e.preventDefault();
  Object.assign(state, {q: "", pref: "", kind: "", name: "", phase: "", method: "", field: "", sort: "code", down: false});
  $("q").value = "";
  say();
  show();
});
document.querySelector("form").addEventListener("submit", e => e.preventDefault());
for (const b of document.querySelectorAll("[data-language]")) b.addEventListener("click", () => speak(b.dataset.language));
addEventListener("hashchange", () => route());
addEventListener("beforeprint", () => grow.forEach(g => g.print()));
let width = innerWidth, waiting = 0;
addEventListener("resize", () => {
  if (innerWidth === width) return;
  width = innerWidth;
  clearTimeout(waiting);
  waiting = setTimeout(() => state.view === "timeline" && show(), 150);
});

let kept = null;
try { kept = localStorage.getItem("keikaku-language"); } catch { /* as above */ }
state.language = kept === "en" || kept === "ja" ? kept : navigator.language.startsWith("ja") ? "ja" : "en";
if (innerWidth <= 700) document.querySelector("#filters details").open = false;
say();
route(true);
