/** Places as SARIF locations. */
import type { Sighting } from '../../model/finding.js';
import type { Origin } from '../../model/origin.js';
import { gitObjectOf } from '../../model/origin.js';
import { escapeTerminal as safe } from '../words/escape-terminal.js';
import { outerPath } from '../words/outer-path.js';
import { pathUri } from '../words/path-uri.js';
import { originText, placeText } from '../words/place-text.js';
import { messageText } from './message-text.js';

const ROOT = { uriBaseId: 'SRCROOT' };

/**
 * One sighting. Our columns count bytes, and SARIF's do not, so the region names the whole line and an annotation the
 * token's bytes: in one region the two would have to mean the same range (§3.30.4). A place inside a container gets the
 * first line of the outer file, because code hosts ask for a line.
 */
export function locationOf(sighting: Sighting): object {
  const { line, span, origin } = sighting;
  const outer = outerPath(origin);
  const isExact = outer === null || outer.isExact;
  const bytes = {
    byteOffset: span.start,
    byteLength: span.end - span.start,
    message: { text: 'The bytes of the token.' },
  };
  const object = gitObjectOf(origin);
  return {
    physicalLocation: { artifactLocation: artifactOf(origin), region: { startLine: isExact ? (line ?? 1) : 1 } },
    ...(isExact ? { annotations: [bytes] } : {}),
    ...(outer?.isExact === true
      ? {}
      : { logicalLocations: [{ fullyQualifiedName: safe(originText(origin)), kind: 'resource' }] }),
    message: { text: messageText(safe(placeText(sighting))) },
    properties: {
      sightingId: sighting.id,
      encodings: sighting.encodings,
      complete: sighting.complete,
      ...(object === undefined
        ? {}
        : { gitObject: object.object, commits: object.commits, reachable: object.reachable }),
    },
  };
}

/** Where `origin` is, without a region: for notifications. */
export function placeOf(origin: Origin): object {
  return {
    physicalLocation: { artifactLocation: artifactOf(origin) },
    message: { text: messageText(safe(originText(origin))) },
  };
}

/** What has no path gets a name that is a URI all the same: `stdin`, `commit/9c1185a5`. */
function artifactOf(origin: Origin): object {
  const outer = outerPath(origin);
  if (outer !== null) {
    const uri = pathUri(outer.path);
    return uri.startsWith('file:') ? { uri } : { uri, ...ROOT };
  }
  const object = gitObjectOf(origin);
  return { uri: object === undefined ? 'stdin' : `${object.type}/${pathUri({ text: object.object })}`, ...ROOT };
}
