// The copies of one file side by side, with what differs from it marked.
import { Bytes } from "./bytes.js";
import { element } from "./element.js";

/** Lines that are shown around a changed one. */
const AROUND = 2;

/** Draws `copies` into `container`; a click on a change calls `follow` with it. */
export function drawCopies(container, copies, options, follow) {
  const columns = copies.map((copy) => drawCopy(copy, options, follow));
  container.replaceChildren(...columns.map((it) => it.column));
  const bodies = columns.map((it) => it.body);
  for (const body of bodies) {
    // Lines are where they are in every copy: they are read together.
    body.onscroll = () => bodies.filter((it) => it !== body).forEach((it) => (it.scrollTop = body.scrollTop));
  }
  const first = bodies[0]?.querySelector("mark");
  if (first && bodies[0].scrollHeight > bodies[0].clientHeight) {
    bodies[0].scrollTop = first.offsetTop - bodies[0].offsetTop - bodies[0].clientHeight / 3;
  }
}

function drawCopy(copy, { brief, say }, follow) {
  const count = copy.changes.length ? say.changes(copy.changes.length) : say.same;
  const title = element(
    "header",
    {},
    element("h3", {}, copy.region),
    element("p", {}, `${copy.path} · ${count}`),
  );
  const body = element("pre", { tabIndex: 0, "aria-label": `${copy.region} ${copy.path}` });
  const parts = marked(copy, follow);
  body.append(...(brief ? onlyChanged(parts) : parts));
  return { column: element("article", { className: "copy" }, title, body), body };
}

/** The text of `copy`, what is changed in marks. */
function marked(copy, follow) {
  const bytes = new Bytes(copy.text);
  const parts = [];
  let at = 0;
  for (const change of copy.changes) {
    parts.push(bytes.slice(at, change.start));
    const mark = element("mark", {}, bytes.slice(change.start, change.end));
    mark.onclick = () => follow(change);
    parts.push(mark);
    at = change.end;
  }
  parts.push(bytes.slice(at, bytes.bytes.length));
  return parts;
}

/** Of `parts`, which are text and marks in turn, the lines around the marks. */
function onlyChanged(parts) {
  return parts.map((part, place) => {
    if (typeof part !== "string") return part;
    const lines = part.split("\n");
    const before = place === 0 ? 0 : AROUND + 1;
    const after = place === parts.length - 1 ? 0 : AROUND + 1;
    if (lines.length <= before + after) return part;
    const gap = element("span", { className: "gap" }, "⋯");
    const head = lines.slice(0, before).join("\n");
    const tail = after ? lines.slice(-after).join("\n") : "";
    return element("span", {}, ...(before ? [head, "\n"] : []), gap, ...(after ? ["\n", tail] : []));
  });
}
