/** All scenes, in the order in which they run. */
import type { Scene } from '../scene.js';
import { encodings } from './encodings.js';
import { forms } from './forms.js';
import { history } from './history.js';
import { log } from './log.js';
import { pathological } from './pathological.js';
import { redact } from './redact.js';
import { small } from './small.js';
import { smallHistory } from './small-history.js';
import { tree } from './tree.js';
import { verify } from './verify.js';
import { version } from './version.js';

/** A new scene is a file here and a line there. */
export const scenes: readonly Scene[] = [
  version,
  small,
  smallHistory,
  tree,
  log,
  forms,
  encodings,
  pathological,
  redact,
  verify,
  history,
];
