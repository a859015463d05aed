// The page: files in tabs, their findings, and the copies for each region.
import { Bytes, edited } from "./bytes.js";
import { drawCopies } from "./copies.js";
import { CHINESE, EXAMPLES } from "./examples.js";
import { firstLanguage, texts } from "./texts.js";
import { element } from "./element.js";

/** The name of the manifest. */
const MANIFEST = "nestc.yaml";
/** Milliseconds of rest after a keystroke before texts are checked. */
const REST = 150;

const $ = (id) => document.getElementById(id);
const state = { lang: firstLanguage(), files: new Map(), current: "", answer: null, checked: null, number: 0 };
const worker = new Worker("./worker.js", { type: "module" });
let timer;

// ---- checking

/** Has the texts checked, after `rest` milliseconds without another call. */
function check(rest = 0) {
  clearTimeout(timer);
  timer = setTimeout(() => {
    const files = Object.fromEntries(state.files);
    const manifest = files[MANIFEST] ?? null;
    delete files[MANIFEST];
    state.number += 1;
    state.asked = { number: state.number, files: new Map(state.files) };
    document.body.setAttribute("aria-busy", "true");
    worker.postMessage({ number: state.number, request: { files, manifest, lang: state.lang } });
  }, rest);
}

worker.onmessage = ({ data: { number, answer, fault } }) => {
  if (number !== state.number) return;
  document.body.removeAttribute("aria-busy");
  const say = texts(state.lang);
  const problem = fault?.includes(".wasm") ? say.missing : fault ?? answer.error;
  notice(problem && (problem === say.missing ? problem : say.fault(problem)));
  if (problem) return;
  state.answer = answer;
  state.checked = state.asked.files;
  drawFindings();
  drawCopyOf();
};
worker.onerror = () => notice(texts(state.lang).missing);

function notice(text) {
  $("notice").hidden = !text;
  $("notice").textContent = text ?? "";
}

// ---- files

function load(files) {
  state.files = new Map(Object.entries(files));
  show([...state.files.keys()][0]);
  check();
}

/** Shows the file `name` in the editor. */
function show(name) {
  state.current = name;
  $("text").value = state.files.get(name) ?? "";
  $("text").scrollTop = 0;
  $("name").value = name;
  // The manifest is known by its name.
  $("name").readOnly = name === MANIFEST;
  $("remove").disabled = state.files.size === 1;
  drawTabs();
  drawNumbers();
}

function drawTabs() {
  $("tabs").replaceChildren(
    ...[...state.files.keys()].map((name) => {
      const tab = element("button", { type: "button", role: "tab", title: name }, name);
      tab.setAttribute("aria-selected", String(name === state.current));
      tab.setAttribute("aria-controls", "text");
      tab.onclick = () => show(name);
      return tab;
    }),
  );
  $("add").textContent = `+ ${state.files.has(MANIFEST) ? texts(state.lang).add : MANIFEST}`;
}

function drawNumbers() {
  const count = $("text").value.split("\n").length;
  $("numbers").textContent = Array.from({ length: count }, (_, at) => at + 1).join("\n");
  $("numbers").scrollTop = $("text").scrollTop;
}

function rename(to) {
  const name = to.trim();
  if (!name || name === state.current || state.files.has(name)) {
    $("name").value = state.current;
    return;
  }
  state.files = new Map([...state.files].map(([old, text]) => [old === state.current ? name : old, text]));
  show(name);
  check();
}

function addFile() {
  let name = MANIFEST;
  for (let number = 1; state.files.has(name); number += 1) name = `template-${number}.yaml`;
  state.files.set(name, "");
  show(name);
  $(name === MANIFEST ? "text" : "name").focus();
  check();
}

function removeFile() {
  state.files.delete(state.current);
  show([...state.files.keys()][0]);
  check();
}

/** Selects the bytes from `start` to `end` of the file `name`. */
function goTo(name, start, end) {
  if (!state.files.has(name)) return;
  if (name !== state.current) show(name);
  const text = $("text");
  const bytes = new Bytes(text.value);
  const [from, to] = [bytes.index(start), bytes.index(end)];
  text.focus();
  text.setSelectionRange(from, to);
  // Browsers do not agree on whether a selection is scrolled to.
  const line = text.value.slice(0, from).split("\n").length - 1;
  const height = text.scrollHeight / text.value.split("\n").length;
  text.scrollTop = Math.max(0, line * height - text.clientHeight / 3);
  text.scrollLeft = 0;
  text.scrollIntoView({ block: "nearest" });
}

// ---- findings

function drawFindings() {
  const say = texts(state.lang);
  const { findings, summary } = JSON.parse(state.answer.report);
  const told = findings.length || summary.suppressed ? say.counts(summary) : say.clean;
  $("summary").textContent = summary.skipped ? `${told} ${say.skipped(summary)}` : told;
  $("findings").replaceChildren(...findings.map(drawFinding));
}

function place(at) {
  const button = element("button", { type: "button", className: "place" }, `${at.file}:${at.line}:${at.column}`);
  button.onclick = () => goTo(at.file, at.span.start, at.span.end);
  return button;
}

function drawFinding(finding) {
  const say = texts(state.lang);
  const rule = `${finding.code} ${finding.rule}`;
  const link = finding.url
    ? element("a", { href: finding.url, target: "_blank", rel: "noopener noreferrer" }, rule)
    : element("span", {}, rule);
  const parts = [
    element("div", {}, element("span", { className: "level" }, say.levels[finding.severity]), " ", link),
    element("p", { className: "message" }, finding.message),
    place(finding),
  ];
  const own = (label) => label.file === finding.file && label.span.start === finding.span.start;
  for (const label of finding.labels.filter((it) => !own(it))) {
    parts.push(element("p", { className: "more" }, place(label), ` ${label.message}`));
  }
  for (const note of finding.notes) parts.push(element("p", { className: "more" }, note));
  if (finding.help) parts.push(element("p", { className: "more" }, say.help(finding.help)));
  if (finding.fix?.edits.every((edit) => state.files.has(edit.file))) {
    const button = element("button", { type: "button", className: "fix" }, say.fix[finding.fix.applicability]);
    button.onclick = () => apply(finding.fix.edits);
    parts.push(button);
  }
  return element("li", { className: finding.severity }, ...parts);
}

/** Carries out the edits of a fix, if the texts are still those that it is for. */
function apply(edits) {
  const names = new Set(edits.map((edit) => edit.file));
  if ([...names].some((name) => state.files.get(name) !== state.checked.get(name))) return;
  for (const name of names) {
    state.files.set(name, edited(state.files.get(name), edits.filter((edit) => edit.file === name)));
  }
  const at = edits[0];
  if (names.has(state.current)) show(state.current);
  goTo(at.file, at.span.start, at.span.start + new Bytes(at.text).bytes.length);
  check();
}

// ---- copies

function drawCopyOf() {
  const say = texts(state.lang);
  const { copies, refusals, is_built } = state.answer;
  const sources = [...new Set(copies.map((copy) => copy.source))];
  const before = $("source").value;
  $("source").replaceChildren(...sources.map((name) => element("option", {}, name)));
  if (sources.includes(before)) $("source").value = before;
  $("choose").hidden = copies.length === 0;
  const missing = state.checked.has(MANIFEST) ? say.none : say.noManifest;
  const refused = refusals.length ? say.because([...new Set(refusals)]) : say.refused;
  $("built").textContent = copies.length === 0 ? (refusals.length ? refused : missing) : is_built ? say.built : refused;
  drawShown();
}

function drawShown() {
  const source = $("source").value;
  const copies = state.answer.copies.filter((copy) => copy.source === source);
  const options = { brief: $("brief").checked, say: texts(state.lang) };
  drawCopies($("copies"), copies, options, (change) => goTo(source, change.source_start, change.source_end));
}

// ---- language and start

function speak() {
  const say = texts(state.lang);
  document.documentElement.lang = state.lang === "zh" ? "zh-CN" : "en";
  document.title = say.title;
  for (const it of document.querySelectorAll("[data-text]")) it.textContent = say[it.dataset.text];
  for (const it of document.querySelectorAll("[data-label]")) it.setAttribute("aria-label", say[it.dataset.label]);
  $("language").textContent = say.other;
  $("language").lang = state.lang === "zh" ? "en" : "zh-CN";
  const chosen = $("example").selectedIndex;
  const name = (it) => (state.lang === "zh" ? CHINESE[it] : null) ?? it;
  $("example").replaceChildren(...Object.keys(EXAMPLES).map((it) => element("option", { value: it }, name(it))));
  $("example").selectedIndex = Math.max(chosen, 0);
}

$("language").onclick = () => {
  state.lang = state.lang === "zh" ? "en" : "zh";
  speak();
  drawTabs();
  check();
};
$("example").onchange = () => load(EXAMPLES[$("example").value]);
$("text").oninput = () => {
  state.files.set(state.current, $("text").value);
  drawNumbers();
  check(REST);
};
$("text").onscroll = () => ($("numbers").scrollTop = $("text").scrollTop);
$("name").onchange = () => rename($("name").value);
$("add").onclick = addFile;
$("remove").onclick = removeFile;
$("source").onchange = drawShown;
$("brief").onchange = drawShown;

speak();
$("summary").textContent = texts(state.lang).working;
load(Object.values(EXAMPLES)[0]);
