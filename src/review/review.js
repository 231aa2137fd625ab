"use strict";
// The page of `keikaku review`: entries beside pictures, marks on them, and the file of corrections. What comes from the
// document is put in as text, never as markup.
const data = JSON.parse(document.getElementById("data").textContent);
const $ = (id) => document.getElementById(id);
const WORDS = {
  en: {
    filter: "Search", show: "Show", all: "all", open: "not yet marked", marked: "marked", save: "Save corrections",
    keys: "Keys: ↓ ↑ or j k next and previous entry, Enter to its box, r right, w wrong, e correct, u unmark, s save.",
    right: "right", wrong: "wrong", corrected: "correct…", added: "added", unmark: "unmark", add: "Add what is missing",
    note: "Note", keep: "Keep", leave: "Cancel", was: "was read as", other: "日本語", done: "of", entries: "entries marked",
    saved: "Saved as", page: "p.", bad: "This is not as expected:", failed: "Pages that could not be drawn: ",
    font: "A Japanese font is missing here that the PDF does not embed: some text does not show in the pictures.",
    section: { municipality: "Municipality", document: "Document", plan: "Plan", schedule: "Schedule", policies: "Policies",
      indicators: "Indicators", bodies: "Bodies", participation: "Participation", definitions: "Definitions", related_plans: "Related plans" },
  },
  ja: {
    filter: "検索", show: "表示", all: "すべて", open: "未確認", marked: "確認済み", save: "修正ファイルを保存",
    keys: "キー操作：↓ ↑ または j k で次・前の項目、Enter で枠へ、r 正しい、w 誤り、e 修正、u 取り消し、s 保存。",
    right: "正しい", wrong: "誤り", corrected: "修正…", added: "追加", unmark: "取り消し", add: "抜けている項目を追加",
    note: "メモ", keep: "決定", leave: "やめる", was: "読み取り：", other: "English", done: "/", entries: "件を確認",
    saved: "保存しました：", page: "p.", bad: "形式が正しくありません：", failed: "描画できなかったページ：",
    font: "PDFに埋め込まれていない和文フォントがこの環境にないため、画像に表示されない文字があります。",
    section: { municipality: "自治体", document: "文書", plan: "計画", schedule: "スケジュール", policies: "施策", indicators: "指標",
      bodies: "組織", participation: "住民参加", definitions: "用語", related_plans: "関連計画" },
  },
};
const FIELDS = {
  en: { raw: "as printed", start: "first day", end: "last day", "baseline/value": "baseline", "baseline/number": "baseline as a number" },
  ja: { raw: "表記", start: "初日", end: "末日", name: "名称", prefecture: "都道府県", code: "団体コード", kind: "種類", title: "題名", stage: "段階",
    body: "会議体", round: "回", item: "資料", ordinal: "次", part: "部分", vision: "将来像", event: "内容", track: "区分", group: "見出し", status: "状態",
    phases: "手順", label: "見出し", declared_count: "述べられた数", marker: "番号", tagline: "副題", examples: "例", field: "分野", unit: "単位",
    "baseline/value": "基準値", "baseline/number": "基準値（数）", department: "担当課", policy: "施策", role: "役割", members: "構成", parent: "上位の会議体",
    method: "方法", target: "対象", days: "日数", count: "数", term: "用語", meaning: "意味", relation: "関係" },
};
const labelOf = (field) => { const name = nameOf(field); return FIELDS[lang][name] ?? FIELDS[lang][name.split("/").pop()] ?? name.split("/").pop().replace("_", " "); };
let lang = data.lang === "ja" ? "ja" : "en";
const t = (key) => WORDS[lang][key] ?? key;
const KEY = "keikaku-review-" + data.sha256;
const entries = data.entries.map((e, i) => ({ ...e, i, mark: null, boxes: [], row: null }));
let current = null;

function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (value !== false && value != null) element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.filter((c) => c != null));
  return element;
}

// Fields: "when/start", "round#" (a number), "phases[]" (a list).
const nameOf = (field) => field.replace(/#|\[\]/, "");
const get = (value, field) => nameOf(field).split("/").reduce((v, key) => v?.[key], value);
function set(value, field, text) {
  const keys = nameOf(field).split("/");
  const last = keys.pop();
  let here = value;
  for (const key of keys) here = here[key] ??= {};
  const trimmed = text.trim();
  if (trimmed === "") delete here[last];
  else if (field.endsWith("#")) here[last] = Number(trimmed);
  else if (field.endsWith("[]")) here[last] = trimmed.split("\n").map((l) => l.trim()).filter((l) => l);
  else here[last] = trimmed;
  for (let depth = keys.length; depth > 0; depth--) {
    const inner = get(value, keys.slice(0, depth).join("/"));
    if (inner && !Object.keys(inner).length) delete get({ v: value }, ["v", ...keys.slice(0, depth - 1)].join("/"))[keys[depth - 1]];
  }
}
const shown = (entry) => (entry.mark?.verdict === "corrected" || entry.mark?.verdict === "added" ? entry.mark.value : entry.value);
const dates = (w) => (w ? (w.start || w.end ? (w.start === w.end ? w.start : `${w.start ?? ""}～${w.end ?? ""}`) : w.raw ?? "") : "");

// Which words a field's ids have.
const NAMED = { "phases[]": "phases", "field[]": "fields", method: "methods", status: "status", "bodies/kind": "bodies" };
function said(section, field, value) {
  const words = data.words[NAMED[field] ?? NAMED[`${section}/${field}`]];
  const one = (id) => words?.[id]?.[lang === "ja" ? 0 : 1] ?? String(id);
  if (field === "round#" && lang === "ja") return `第${value}回`;
  return Array.isArray(value) ? value.map(one).join("、") : one(value);
}

function summary(entry) {
  const v = shown(entry);
  const when = v.when ?? v.period ?? v.date;
  const main = v.event ?? v.label ?? v.title ?? v.name ?? v.term ?? "";
  const rest = entry.fields
    .filter((f) => !/^(event|label|title|name|term)$|\/(start|end)$/.test(f))
    .map((f) => [f, get(v, f)]).filter(([, x]) => x != null && x !== "").map(([f, x]) => said(entry.section, f, x)).filter((x) => x);
  return [when ? make("span", { class: "date" }, dates(when) + " ") : null, make("b", {}, (v.marker ? v.marker + " " : "") + main),
    rest.length ? make("span", { class: "more" }, rest.join(" · ")) : null];
}

function drawPages() {
  for (const page of data.pages) {
    const holder = make("div", { class: "page", id: `page${page.page}`, style: `aspect-ratio:${page.width}/${page.height}` });
    if (page.picture) holder.append(make("img", { src: page.picture, alt: `${t("page")} ${page.page}` }));
    holder.append(make("span", { class: "number" }, `${t("page")} ${page.page}`));
    page.holder = holder;
    $("pages").append(holder);
  }
  for (const entry of entries) entry.at.forEach((at) => {
    const page = data.pages.find((p) => p.page === at.page);
    if (!page) return;
    const [x0, y0, x1, y1] = at.bbox;
    const of = (a, b) => `${(100 * a) / b}%`;
    const box = make("button", { class: "box", type: "button", tabindex: -1, "data-path": entry.path,
      style: `left:${of(x0, page.width)};top:${of(y0, page.height)};width:${of(x1 - x0, page.width)};height:${of(y1 - y0, page.height)}`,
      onclick: () => select(entry, "record") });
    box.area = (x1 - x0) * (y1 - y0);
    entry.boxes.push(box);
    page.boxes = [...(page.boxes ?? []), box];
  });
  // Small boxes above large ones, so that each can be clicked.
  for (const page of data.pages) page.holder.append(...(page.boxes ?? []).sort((a, b) => b.area - a.area));
}

function drawRecord() {
  $("record").replaceChildren();
  for (const section of data.sections) {
    const mine = entries.filter((e) => e.section === section.name);
    const list = make("ul", { class: "entries" });
    for (const entry of mine) {
      entry.row = make("li", { class: "entry", style: `margin-left:${1.2 * entry.depth}rem`, "data-path": entry.path });
      drawEntry(entry);
      list.append(entry.row);
    }
    const done = mine.filter((e) => e.mark).length;
    const heading = make("h2", { id: `s-${section.name}` }, WORDS[lang].section[section.name], make("small", {}, `${done} ${t("done")} ${mine.length}`));
    const add = section.list ? make("button", { type: "button", class: "add", "data-section": section.name, onclick: () => addTo(section) }, t("add")) : null;
    $("record").append(heading, list, ...(add ? [add] : []));
  }
  filter();
}

function drawEntry(entry) {
  const verdict = entry.mark?.verdict;
  const press = (kind) => make("button", { type: "button", "data-mark": kind, "aria-pressed": String(verdict === kind), onclick: () => mark(entry, kind) }, t(kind));
  const removable = /\/\d+$/.test(entry.path);
  entry.row.replaceChildren(
    make("button", { type: "button", class: "what", onclick: () => select(entry, "pages") }, ...summary(entry)),
    make("div", { class: "tools" },
      ...(verdict === "added" ? [make("button", { type: "button", onclick: () => edit(entry) }, t("corrected"))] : [press("right"), removable ? press("wrong") : null, press("corrected")].filter(Boolean)),
      verdict ? make("button", { type: "button", "data-mark": "unmark", onclick: () => mark(entry, null) }, t("unmark")) : ""),
    ...(entry.mark?.note ? [make("p", { class: "was" }, `${t("note")}: ${entry.mark.note}`)] : []));
  for (const element of [entry.row, ...entry.boxes]) {
    for (const kind of ["right", "wrong", "corrected", "added"]) element.classList.toggle(kind, verdict === kind);
    element.classList.toggle("lit", current === entry);
  }
  entry.boxes.forEach((box) => box.setAttribute("aria-label", entry.row.querySelector(".what").textContent));
}

function select(entry, goTo) {
  const before = current;
  current = entry;
  if (before && before !== entry) drawEntry(before);
  drawEntry(entry);
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches || navigator.webdriver;
  const to = { block: "center", behavior: calm ? "instant" : "smooth" };
  if (goTo !== "pages") { entry.row.scrollIntoView(to); entry.row.querySelector(".what").focus({ preventScroll: true }); }
  if (goTo !== "record" && entry.boxes.length) entry.boxes[0].scrollIntoView(to);
}

function mark(entry, verdict) {
  if (verdict === "corrected") return edit(entry);
  if (entry.mark?.verdict === "added" && !verdict) entries.splice(entries.indexOf(entry), 1);
  entry.mark = verdict ? { verdict } : null;
  changed(entry);
}

function changed(entry) {
  const focus = document.activeElement?.closest?.(".entry") === entry?.row ? entry : null;
  drawRecord();
  if (focus && entries.includes(focus)) focus.row.querySelector(".what").focus({ preventScroll: true });
  try { localStorage.setItem(KEY, JSON.stringify(corrections())); } catch { /* a page that may keep nothing */ }
}

function addTo(section) {
  const entry = { section: section.name, path: `/${section.name}`, value: {}, at: [], fields: section.fields, depth: 0, mark: null, boxes: [], row: null, isNew: true };
  edit(entry);
}

// What the record asks for in any entry.
const DEFAULTS = { schedule: { when: { raw: "" }, event: "", status: "unspecified", from: "table", at: [] }, policies: { label: "", kind: "other", items: [], at: [] },
  indicators: { name: "", at: [] }, bodies: { name: "", kind: "council", at: [] }, participation: { method: "workshop", name: "", at: [] },
  definitions: { term: "", meaning: "", at: [] }, related_plans: { title: "", at: [] } };
const CHOICES = { "bodies/kind": data.bodies, "participation/method": data.methods,
  "schedule/status": ["unspecified", "held", "planned", "tentative", "postponed", "cancelled", "undecided"],
  "policies/kind": ["vision_pillar", "basic_goal", "framework", "priority", "project", "viewpoint", "measure", "other"] };
let editing = null;

function edit(entry) {
  editing = entry;
  $("editing").textContent = WORDS[lang].section[entry.section];
  const value = entry.isNew ? structuredClone(DEFAULTS[entry.section] ?? {}) : shown(entry);
  $("note").value = entry.mark?.note ?? "";
  $("inputs").replaceChildren(...entry.fields.map((field) => {
    const now = get(value, field);
    const text = Array.isArray(now) ? now.join("\n") : now ?? "";
    const choices = CHOICES[`${entry.section}/${field}`];
    const day = /(start|end)$/.test(field);
    const input = choices && entry.depth === 0
      ? make("select", { name: field }, ...choices.map((c) => make("option", { value: c, selected: c === text }, c)))
      : field.endsWith("[]") ? make("textarea", { name: field, rows: 2 }, text)
      : make("input", { name: field, value: text, type: field.endsWith("#") ? "number" : "text", step: "any",
          pattern: day ? "\\d{4}-\\d{2}-\\d{2}" : null, placeholder: day ? "2024-04-01" : null });
    return make("label", {}, make("span", {}, labelOf(field)), input);
  }));
  $("editor").returnValue = "";
  $("editor").showModal();
}

$("editor").addEventListener("close", () => {
  const entry = editing;
  editing = null;
  if (!entry || $("editor").returnValue !== "keep") return;
  const value = structuredClone(entry.isNew ? DEFAULTS[entry.section] ?? {} : shown(entry));
  for (const input of $("inputs").querySelectorAll("[name]")) {
    const before = get(value, input.name);
    const text = Array.isArray(before) ? before.join("\n") : String(before ?? "");
    if (input.value !== text) set(value, input.name, input.value);
  }
  if (entry.section === "schedule" && entry.depth === 0) { value.when ??= { raw: "" }; value.when.raw ??= ""; }
  const note = $("note").value.trim();
  if (entry.isNew) { entry.isNew = false; entry.value = value; entry.mark = { verdict: "added", value }; entries.push(entry); }
  else if (entry.mark?.verdict === "added") entry.mark.value = value;
  else entry.mark = { verdict: JSON.stringify(value) === JSON.stringify(entry.value) ? "right" : "corrected", value };
  if (entry.mark.verdict === "right") delete entry.mark.value;
  if (note) entry.mark.note = note;
  changed(entry);
  select(entry, "record");
});

function corrections() {
  const marks = entries.filter((e) => e.mark).map((e) => ({ path: e.path, verdict: e.mark.verdict,
    ...(e.mark.verdict === "added" ? {} : { was: e.value }), ...(e.mark.value ? { value: e.mark.value } : {}), ...(e.mark.note ? { note: e.mark.note } : {}) }));
  const complete = data.sections.map((s) => s.name).filter((name) => { const mine = entries.filter((e) => e.section === name); return mine.length && mine.every((e) => e.mark); });
  return { keikaku_corrections: data.corrections, source: { file: data.file, sha256: data.sha256 }, generator: data.generator, marks, complete };
}

function save() {
  const name = data.file.split("/").pop() + data.ending;
  const url = URL.createObjectURL(new Blob([JSON.stringify(corrections(), null, 1) + "\n"], { type: "application/json" }));
  const link = make("a", { href: url, download: name });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(url), 10000);
  $("status").textContent = `${t("saved")} ${name}`;
}

// What was marked in this browser before.
function restore() {
  let before = null;
  try { before = JSON.parse(localStorage.getItem(KEY)); } catch { return; }
  for (const m of before?.marks ?? []) {
    if (m.verdict === "added") {
      const section = data.sections.find((s) => `/${s.name}` === m.path);
      if (section) entries.push({ section: section.name, path: m.path, value: m.value, at: [], fields: section.fields, depth: 0, boxes: [], row: null, mark: { verdict: m.verdict, value: m.value, note: m.note } });
      continue;
    }
    const entry = entries.find((e) => e.path === m.path && JSON.stringify(e.value) === JSON.stringify(m.was));
    if (entry) entry.mark = { verdict: m.verdict, value: m.value, note: m.note };
  }
}

function filter() {
  const words = $("filter").value.normalize("NFKC").toLowerCase().split(/\s+/).filter((w) => w);
  const show = $("show").value;
  for (const entry of entries) {
    const text = entry.row.textContent.normalize("NFKC").toLowerCase();
    entry.row.hidden = !words.every((w) => text.includes(w)) || (show === "open" && !!entry.mark) || (show === "marked" && !entry.mark);
  }
  $("status").textContent = `${entries.filter((e) => e.mark).length} ${t("done")} ${entries.length} ${t("entries")}`;
}

function words() {
  document.documentElement.lang = lang;
  for (const element of document.querySelectorAll("[data-t]")) element.textContent = t(element.dataset.t);
  $("lang").textContent = t("other");
  $("title").textContent = [data.title, data.file].filter((x) => x).join(" — ");
  $("notes").replaceChildren(...data.warnings.map((w) => make("li", {}, (w.at ? `${t("page")} ${w.at.page}: ` : "") + w.message)),
    ...(data.font_missing ? [make("li", {}, t("font"))] : []), ...(data.failed.length ? [make("li", {}, t("failed") + data.failed.join(", "))] : []));
  drawRecord();
}

document.addEventListener("keydown", (event) => {
  if ($("editor").open || event.ctrlKey || event.metaKey || event.altKey || /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName)) return;
  const visible = entries.filter((e) => !e.row.hidden);
  const step = { ArrowDown: 1, j: 1, ArrowUp: -1, k: -1 }[event.key];
  if (step) {
    // In the order that they are shown in.
    visible.sort((a, b) => (a.row.compareDocumentPosition(b.row) & Node.DOCUMENT_POSITION_FOLLOWING ? -1 : 1));
    const at = visible.indexOf(current);
    const next = visible[at < 0 ? 0 : Math.min(visible.length - 1, Math.max(0, at + step))];
    if (next) select(next);
  } else if (event.key === "s") save();
  else if (current && { r: 1, w: 1, e: 1, u: 1 }[event.key]) {
    const verdict = { r: "right", w: "wrong", e: "corrected", u: null }[event.key];
    if (verdict === "wrong" && !/\/\d+$/.test(current.path)) return;
    if (current.mark?.verdict === "added" && verdict && verdict !== "corrected") return;
    mark(current, verdict);
  } else return;
  event.preventDefault();
});
$("filter").addEventListener("input", filter);
$("show").addEventListener("change", filter);
$("save").addEventListener("click", save);
$("lang").addEventListener("click", () => { lang = lang === "ja" ? "en" : "ja"; words(); });
$("help").addEventListener("click", () => { $("keys").hidden = !$("keys").hidden; $("help").setAttribute("aria-expanded", String(!$("keys").hidden)); });
restore();
drawPages();
words();
