/** The script of the page: reads the tokens, shows them, filters them. */
import type { PageData, PageToken } from '../page-data.js';
import { bars } from './bars.js';
import { CardList } from './card-list.js';
import { controls } from './controls.js';
import { element } from './element.js';
import { everything, type Filter, indexed, matches } from './filter.js';
import { theme } from './theme.js';
import { timeline } from './timeline.js';

/** Starts the page. */
export function main(): void {
  const data = JSON.parse(document.getElementById('data')?.textContent ?? '') as PageData;
  const app = document.getElementById('app');
  const button = document.getElementById('theme');
  if (button instanceof HTMLButtonElement) theme(button);
  if (app !== null && data.tokens.length > 0) show(app, data);
  else app?.append(element('p', { id: 'tokens' }, 'No Kubernetes service-account token was found.'));
}

function show(app: HTMLElement, data: PageData): void {
  const index = data.tokens.map(indexed);
  let filter: Filter = everything;
  const change = (changed: Partial<Filter>): void => {
    filter = { ...filter, ...changed };
    draw();
  };
  const overview = element('div', { class: 'overview' });
  const line = element('div', {});
  const reset = (): void => {
    controlled.clear();
    change(everything);
  };
  const controlled = controls(change, reset);
  const tokens = element('section', { id: 'tokens', tabindex: '-1' }, element('h2', {}, 'Tokens'), controlled.root);
  app.append(overview, line, tokens);
  const list = new CardList(tokens);

  const draw = (): void => {
    const { cluster, namespace } = filter;
    const found = index.filter((one) => matches(one, filter)).map(({ token }) => token);
    const inCluster = found.filter((token) => cluster === null || token.cluster === cluster);
    const inNamespace = found.filter((token) => namespace === null || token.namespace === namespace);
    const shown = inCluster.filter((token) => namespace === null || token.namespace === namespace);
    overview.replaceChildren(
      bars('Clusters', countBy(inNamespace, 'cluster'), cluster, (name) => change({ cluster: name })),
      bars('Namespaces', countBy(inCluster, 'namespace'), namespace, (name) => change({ namespace: name })),
    );
    line.replaceChildren(timeline(shown, data.now) ?? '');
    controlled.tell(shown.length, index.length);
    list.show(shown);
  };
  draw();
}

function countBy(tokens: readonly PageToken[], key: 'cluster' | 'namespace'): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const token of tokens) counts.set(token[key], (counts.get(token[key]) ?? 0) + 1);
  return counts;
}

main();
