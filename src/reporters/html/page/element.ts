/** Making elements: strangers' text only ever becomes text. */

/** What an element may be given: attributes as strings, listeners as functions. */
export interface Attributes {
  readonly [name: string]: string | boolean | ((event: Event) => void) | undefined;
}

const SVG = 'http://www.w3.org/2000/svg';
const svgNames = new Set(['svg', 'g', 'rect', 'line', 'circle', 'text', 'title', 'path']);

/** Makes an element; a string child becomes a text node, `true` an empty attribute, `false` and undefined none. */
export function element(name: string, attributes: Attributes, ...children: readonly (Node | string)[]): HTMLElement {
  const made = svgNames.has(name) ? document.createElementNS(SVG, name) : document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (typeof value === 'function') made.addEventListener(key, value);
    else if (value === true) made.setAttribute(key, '');
    else if (typeof value === 'string') made.setAttribute(key, value);
  }
  made.append(...children);
  return made as HTMLElement;
}
