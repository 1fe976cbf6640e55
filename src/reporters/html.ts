/** `html`: one file for people who were not there; it opens from disk and asks nobody for anything. */
import { assets } from './html/assets.js';
import { byUrgency, pageToken } from './html/page-token.js';
import { closingHtml, openingHtml } from './html/static-html.js';
import { jsonText } from './json-text.js';
import { bufferedReporter } from './report/buffered-reporter.js';
import type { Reporter, ReporterOptions } from './reporter.js';

/** Places of one token that the page holds; ten thousand tokens must still open fast. */
const LISTED_PLACES = 20;

/**
 * Makes a reporter that writes one HTML document. What was searched, failed and sent is written as it is; the tokens
 * are JSON that the script in the page shows. The content security policy lets that script and that style run, by hash,
 * and nothing else: not a request, not an attribute, not a stranger's text.
 */
export function createHtmlReporter(options: ReporterOptions): Reporter {
  return bufferedReporter(options.maxSightings ?? LISTED_PLACES, function* (report) {
    yield openingHtml(report);
    yield `<script type="application/json" id="data">{"now":${Date.parse(report.run.startedAt)},"tokens":[`;
    let separator = '\n';
    for (const reported of byUrgency(report.findings)) {
      yield separator + dataText(pageToken(reported, report));
      separator = ',\n';
    }
    yield `\n]}</script>\n${closingHtml(report)}<script>${assets.script}</script>\n</body>\n</html>\n`;
  });
}

/** JSON that cannot end the element it stands in, nor start another. */
function dataText(value: unknown): string {
  return jsonText(value).replaceAll('<', '\\u003c').replaceAll('>', '\\u003e');
}
