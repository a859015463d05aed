// Elements whose content is text, so that nothing that is pasted is ever read as HTML.

/** The element `name` with the properties `own`, and strings and elements in it. */
export function element(name, own, ...content) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(own)) {
    if (key in made && key !== "role") made[key] = value;
    else made.setAttribute(key, value);
  }
  made.append(...content);
  return made;
}
