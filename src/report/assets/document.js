// The page of a document: its facts, the figures of its plan, and every entry with its place.
function documentPage(index, at) {
  const doc = D.docs[index];
  if (!doc) return h("div", {}, h("h2", {}, ui("none")));
  const plan = D.plans[doc.plan];
  const view = h("article", {}, h("h2", {}, `${municipality(plan)}　${doc.t || doc.f}`));
  view.append(h("p", {class: "pager"}, h("a", {href: "#" + (state.from || "plans")}, ui("back")),
    index > 0 ? h("a", {href: `#doc=${index - 1}`, rel: "prev"}, `${ui("previous")}: ${D.docs[index - 1].f}`) : null,
    index + 1 < D.docs.length ? h("a", {href: `#doc=${index + 1}`, rel: "next"}, `${ui("next")}: ${D.docs[index + 1].f}`) : null));
  const facts = [["municipality", [plan.pref, plan.m].filter(Boolean).join(" ") || null], ["plan", [plan.title, plan.part].filter(Boolean).join(" ") || null],
    ["period", plan.period ? plan.period[0] : null], ["layers", plan.layers.length ? plan.layers.map(([name, raw]) => raw ? `${name}（${raw}）` : name).join("、") : null],
    ["vision", plan.vision[0]], ["document", [doc.k, doc.st, doc.d, ui("pages", doc.p), doc.f].filter(Boolean).join("・")]];
  view.append(h("dl", {class: "facts"}, facts.map(([id, text]) => [h("dt", {}, ui(id)), h("dd", {}, text || absent(0), id === "document" && D.pdfs !== null ? [" ", h("a", {href: pdf([index]), target: "_blank", rel: "noopener"}, ui("open_pdf"))] : null)])));
  if (plan.docs.length > 1) view.append(h("h3", {}, ui("same_plan")), h("ul", {}, plan.docs.map(d => h("li", {}, d === index ? D.docs[d].f : h("a", {href: `#doc=${d}`}, D.docs[d].t || D.docs[d].f), ` ${[D.docs[d].k, D.docs[d].d].filter(Boolean).join("・")}`))));

  const range = axis([plan]);
  if (range) {
    const scale = scaleOf(range, Math.max(roomFor(8), (range[1] - range[0] + 1) * 90));
    section(view, "timeline", [legend(), h("div", {class: "scroll lone", role: "region", tabindex: "0", "aria-label": ui("timeline")}, axisHead(scale), timelineOf(plan, scale))]);
  }
  const figure = (id, cell, from) => h("tr", {}, h("th", {scope: "row"}, word("measures", id)), h("td", {}, cell), h("td", {}, spots(from)));
  section(view, "figures", table(["measure", "value", "where"], [
    ...D.numbers.map(id => figure(id, shown(number(plan, id)), number(plan, id)[4])),
    ...D.words.map(id => figure(id, shown(answer(plan, id), v => word("values", v)), answer(plan, id)[4]))]));

  section(view, "schedule", doc.s.length && table(["date", "event", "body", "phase", "where"], doc.s.map(([from, to, raw, event, body, ph, status, flags, place]) => {
    const [start, end] = full(from, to);
    const iso = !start && !end ? "" : start === end ? start : `${start || "…"} – ${end || "…"}`;
    return h("tr", mark(place), h("th", {scope: "row"}, raw || absent(2), h("small", {}, [iso, flags & 1 ? ui("inferred") : ""].filter(Boolean).join("・"))),
      h("td", {}, event, status ? h("span", {class: "tag plain"}, word("status", STATUS[status])) : null), h("td", {}, body),
      h("td", {}, ph.map(p => h("span", {class: `tag ${LANE[p]}`}, word("phases", D.phases[p])))), h("td", {}, spots([place])));
  })));
  section(view, "participation", plan.me.length && table(["method", "times", "name", "who", "where"], plan.me.map(([m, times, reason, names, targets, from]) =>
    h("tr", {}, h("th", {scope: "row"}, word("methods", D.methods[m])), h("td", {}, times === null ? absent(reason) : String(times)), h("td", {}, names.join("、")), h("td", {}, targets.map(t => word("targets", t)).join("、")), h("td", {}, spots(from))))));
  section(view, "policies", doc.pol.length && doc.pol.map(([label, kind, declared, items, place]) => h("div", mark(place), h("p", {},
    h("strong", {}, label), " ", h("span", {class: "tag plain"}, word("policies", kind)), " ", h("small", {}, [ui("found", items.length), declared === null ? null : ui("declared", declared)].filter(Boolean).join("・")), " ", spots([place])), tree(items))));
  section(view, "fields", plan.fi.length && table(["fields", "value", "where"], plan.fi.map(([f, level, count, from]) => h("tr", {}, h("th", {scope: "row"}, word("fields", D.fields[f])),
    h("td", {}, h("span", {class: `tag l${level}`}, word("levels", ["pillar", "priority", "mention"][level])), ` ×${count}`), h("td", {}, spots(from))))));
  section(view, "indicators", plan.ind.length && table(["name", "unit", "baseline", "target", "where"], plan.ind.map(x => h("tr", {}, h("th", {scope: "row"}, x[1]), h("td", {}, x[2] || absent(0)),
    h("td", {}, x[3] ? x[3].filter(Boolean).join(" ") : absent(0)), h("td", {}, x[4].length ? x[4].map(v => h("div", {}, v.filter(Boolean).join(" "))) : absent(0)), h("td", {}, spots(x[5]))))));
  section(view, "bodies", doc.bod.length && table(["name", "kind", "members", "where"], doc.bod.map(([name, kind, members, place]) => h("tr", mark(place), h("th", {scope: "row"}, name), h("td", {}, word("bodies", Object.keys(W.bodies)[kind])), h("td", {}, members || absent(0)), h("td", {}, spots([place]))))));
  section(view, "related", doc.rel.length && table(["name", "relation", "where"], doc.rel.map(([title, relation, place]) => h("tr", mark(place), h("th", {scope: "row"}, title), h("td", {}, word("relations", relation || "mentioned")), h("td", {}, spots([place]))))));
  section(view, "theme", plan.th.length && table(["theme", "times", "where"], plan.th.map(([t, n, from]) => h("tr", {}, h("th", {scope: "row"}, t), h("td", {}, String(n)), h("td", {}, spots(from))))));
  if (doc.war.length) section(view, "warnings", h("ul", {}, doc.war.map(([code, message, place]) => h("li", mark(place), h("code", {}, code), ` ${message} `, place.length > 1 ? spots([place]) : null))));

  // The entry that the link meant: the same box, else one that holds it or lies in it on the same page.
  if (at) requestAnimationFrame(() => {
    const boxes = [...view.querySelectorAll("[data-at]")].map(e => [e, e.dataset.at.split(",").map(Number)]);
    const inside = (a, b) => a[1] >= b[1] - 2 && a[2] >= b[2] - 2 && a[3] <= b[3] + 2 && a[4] <= b[4] + 2;
    const hits = boxes.filter(([, b]) => b[0] === at[0] && at.length > 1 && b.join() === at.join());
    const near = hits.length ? hits : boxes.filter(([, b]) => b[0] === at[0] && at.length > 1 && b.length > 1 && (inside(at, b) || inside(b, at)));
    near.forEach(([e]) => e.classList.add("hit"));
    const first = near[0] && near[0][0];
    if (first) { first.tabIndex = -1; first.scrollIntoView({block: "center"}); first.focus({preventScroll: true}); }
  });
  return view;
}
const mark = place => place.length > 1 ? {"data-at": place.slice(1).join(",")} : {};
const tree = items => h("ul", {class: "tree"}, items.map(([marker, title, below]) => h("li", {}, marker ? h("b", {}, marker) : null, title, below.length ? tree(below) : null)));
const table = (columns, rows) => scroll(columns.map(c => ui(c)).join(", "), h("table", {}, h("thead", {}, h("tr", {}, columns.map(id => h("th", {scope: "col"}, ui(id))))), h("tbody", {}, rows)));
function section(view, id, content) {
  view.append(h("h3", {}, ui(id)), ...(content ? [content].flat() : [h("p", {class: "note"}, ui("none_here"))]));
}
