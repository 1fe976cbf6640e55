/** A stranger's text inside our sentences. Writers escape for their medium; here it is only kept short and apart. */

const LONGEST_SHOWN = 100;

/** Shortens to 100 characters, an ellipsis included, and never through the middle of a surrogate pair. */
export function shortened(text: string): string {
  if (text.length <= LONGEST_SHOWN) return text;
  return `${text.slice(0, LONGEST_SHOWN - 1).replace(/[\ud800-\udbff]$/, '')}…`;
}

/** In double quotes, shortened, control characters and quotes escaped as JSON does. */
export function quoted(text: string): string {
  return JSON.stringify(shortened(text));
}

/**
 * A Kubernetes name as it is, when it is one (DNS-1123, 253 characters at most); anything else in quotes, so that it
 * cannot pose as the words around it.
 */
export function plainName(name: string): string {
  return isDnsSubdomain(name) ? name : quoted(name);
}

/** DNS-1123 subdomain: what secrets, service accounts, pods and nodes are named. */
export function isDnsSubdomain(name: string): boolean {
  return name.length <= 253 && /^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)*$/.test(name);
}

/** DNS-1123 label: what namespaces are named. */
export function isDnsLabel(name: string): boolean {
  return name.length <= 63 && /^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$/.test(name);
}
