/** What the page says without its script: the numbers, what failed, what was sent. */
import type { Transmission } from '../../model/event.js';
import type { Failure } from '../../model/failure.js';
import { severities } from '../../model/severity.js';
import type { Report } from '../report/report.js';
import { escapeTerminal as safe } from '../words/escape-terminal.js';
import { count } from '../words/history-words.js';
import { htmlText } from '../words/html-text.js';
import { timeWords } from '../words/lifetime-words.js';
import { originText } from '../words/place-text.js';
import { assets } from './assets.js';
import { isLive } from './page-token.js';
import { sentence } from '../words/sentence.js';

const policy = [
  "default-src 'none'",
  `script-src '${assets.scriptHash}'`,
  `style-src '${assets.styleHash}'`,
  "base-uri 'none'",
  "form-action 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
].join('; ');

/** From the doctype to where the tokens are shown. */
export function openingHtml(report: Report): string {
  const { run, tool } = report;
  const version = tool.version === '' ? '' : ` ${safe(tool.version)}`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="color-scheme" content="light dark">
<title>kubeleaks report, ${text(run.startedAt)}</title>
<style>${assets.style}</style>
</head>
<body>
<a class="skip" href="#tokens">Skip to the tokens</a>
<header>
<h1>kubeleaks<span> report</span></h1>
<p>${text(timeWords(run.startedAt))} · ${text(tool.name)}${htmlText(version)}${labelsText(report)}</p>
<button id="theme" type="button" hidden>Dark</button>
</header>
<main>
${bannerHtml(report)}${tilesHtml(report)}<noscript><p class="banner">The tokens are shown by a script in this very file, which is switched off.</p></noscript>
<div id="app"></div>
`;
}

/** After the tokens: failures, what was skipped, what was sent. */
export function closingHtml({ failures, skipped, transmissions, summary }: Report): string {
  return `${placesHtml('Could not be looked at', failures, summary.failures)}${placesHtml('Skipped by design', skipped, summary.skipped)}${sentHtml(transmissions)}</main>
`;
}

function bannerHtml({ summary }: Report): string {
  if (summary.complete) return '';
  return '<p class="banner" role="alert"><strong>Incomplete.</strong> Not everything could be looked at, so tokens may have been missed.</p>\n';
}

/** What matters first, as numbers. */
function tilesHtml({ findings, summary }: Report): string {
  // Not the findings themselves: there may be a million.
  const active = findings
    .map(({ finding: { severity, lifetime, verdict, suppression } }) => ({ severity, lifetime, verdict, suppression }))
    .filter(({ suppression }) => suppression === null);
  const live = active.filter(isLive).length;
  const never = active.filter(
    ({ lifetime, severity }) => lifetime.state === 'never-expires' && severity === 'critical',
  ).length;
  const tiles: (readonly [string, number, string])[] = [
    ['live', live, live > 0 ? 'critical' : ''],
    ['never expire', never, never > 0 ? 'critical' : ''],
    ...severities.map((severity) => {
      const number = active.filter((facts) => facts.severity === severity).length;
      return [severity, number, number > 0 ? severity : ''] as const;
    }),
    ['suppressed', findings.length - active.length, ''],
    ['places', summary.sightings, ''],
  ];
  const items = tiles.map(
    ([name, number, kind]) =>
      `<li${kind === '' ? '' : ` class="${kind}"`}><b>${number.toLocaleString('en-US')}</b> ${name}</li>`,
  );
  const objects = summary.objects > 0 ? ` and ${count(summary.objects, 'git object')}` : '';
  return `<h2 class="visually-hidden">Summary</h2>
<ul class="tiles">${items.join('')}</ul>
<p>Searched ${summary.bytes.toLocaleString('en-US')} bytes in ${count(summary.haystacks, 'input')}${objects}.</p>
`;
}

function placesHtml(title: string, places: readonly Failure[], total: number): string {
  if (total === 0) return '';
  const rows = places.map(
    ({ origin, code, message }) =>
      `<tr><td><code>${text(code)}</code></td><td class="place">${origin === null ? '' : text(originText(origin))}</td><td>${htmlText(sentence(message))}</td></tr>`,
  );
  const rest = total > places.length ? `<p>And ${(total - places.length).toLocaleString('en-US')} more.</p>` : '';
  return `<section><h2>${title}: ${total.toLocaleString('en-US')}</h2>
<table><thead><tr><th scope="col">Code</th><th scope="col">Place</th><th scope="col">What</th></tr></thead>
<tbody>${rows.join('\n')}</tbody></table>${rest}</section>
`;
}

function sentHtml(transmissions: readonly Transmission[]): string {
  if (transmissions.length === 0) return '<section><h2>Sent</h2><p>Nothing was sent to anyone.</p></section>\n';
  const rows = transmissions.map(
    ({ fingerprint, cluster, server, what, auditId, at, status }) =>
      `<tr>${[fingerprint.slice(0, 23), cluster, server, what, status, auditId, at].map((cell) => `<td>${text(cell)}</td>`).join('')}</tr>`,
  );
  const heads = ['Token', 'Cluster', 'Server', 'What', 'Answer', 'Audit-ID', 'When'];
  return `<section><h2>Sent: ${transmissions.length.toLocaleString('en-US')}</h2>
<table><thead><tr>${heads.map((head) => `<th scope="col">${head}</th>`).join('')}</tr></thead>
<tbody>${rows.join('\n')}</tbody></table></section>
`;
}

function labelsText({ run }: Report): string {
  return Object.entries(run.labels)
    .map(([name, value]) => ` · ${text(name)}: ${text(value)}`)
    .join('');
}

/** A stranger's text: safe to look at, and no markup. */
function text(value: string): string {
  return htmlText(safe(value));
}
