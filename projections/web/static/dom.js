/** Building elements without markup in strings, so that no text can become markup. */

/**
 * Make an element.
 * @param {string} tag
 * @param {Record<string, string | number | boolean | EventListener | null | undefined>} attributes
 *   `on...` are listeners; null, undefined and false are left out.
 * @param {...(Node | string | null)} children
 * @returns {HTMLElement}
 */
export function el(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (typeof value === "function") made.addEventListener(name.slice(2), value);
    else made.setAttribute(name, value === true ? "" : String(value));
  }
  made.append(...children.filter((child) => child !== null));
  return made;
}

/**
 * The shape of a state, as on the map: never told by colour alone.
 * @param {"moving" | "parked" | "stale" | "violating"} state
 * @returns {SVGSVGElement}
 */
export function shape(state) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("class", `shape ${state}`);
  svg.setAttribute("aria-hidden", "true");
  const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
  use.setAttribute("href", `#shape-${state}`);
  svg.append(use);
  return svg;
}

/**
 * Show these children and keep the ones that are there already, by `data-id`: whoever presses one,
 * reads it or has the focus on it does not lose it when numbers change.
 * @param {Element} parent
 * @param {HTMLElement[]} wanted
 */
export function show(parent, wanted) {
  const there = new Map([...parent.children].map((child) => [child.dataset.id, child]));
  const focused = parent.contains(document.activeElement) ? document.activeElement : null;
  wanted.forEach((fresh, i) => {
    const old = there.get(fresh.dataset.id);
    if (old) become(old, fresh);
    if (parent.children[i] !== (old ?? fresh)) parent.insertBefore(old ?? fresh, parent.children[i] ?? null);
  });
  while (parent.children.length > wanted.length) parent.lastElementChild.remove();
  if (focused !== document.activeElement) focused?.focus({ preventScroll: true }); // it was moved
}

/** Make an element the same as a fresh one, with as few changes as can be. */
function become(old, fresh) {
  if (old.nodeType === Node.TEXT_NODE) {
    if (old.data !== fresh.data) old.data = fresh.data;
    return;
  }
  for (const { name, value } of fresh.attributes) {
    if (old.getAttribute(name) !== value) old.setAttribute(name, value);
  }
  for (const name of old.getAttributeNames()) {
    if (!fresh.hasAttribute(name)) old.removeAttribute(name);
  }
  const names = (node) => [...node.childNodes].map((child) => child.nodeName).join();
  if (names(old) !== names(fresh)) old.replaceChildren(...fresh.childNodes);
  else old.childNodes.forEach((child, i) => become(child, fresh.childNodes[i]));
}

/**
 * An element that the page is known to have.
 * @param {string} id
 * @returns {HTMLElement}
 */
export function byId(id) {
  const found = document.getElementById(id);
  if (!found) throw new Error(`the page has no #${id}`);
  return found;
}
