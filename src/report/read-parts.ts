/** The text of an earlier report → its parts, in flat memory however long it is. */
import { getManyValues, isMany, none } from 'stream-chain/defs.js';
import { jsonParser, type Token } from 'stream-json/core/parser.js';
import { jsonVerifier } from 'stream-json/core/utils/verifier.js';
import { foreign } from './foreign.js';
import type { ReportPart } from './part.js';
import { ReportWalk } from './report-walk.js';
import { unreadable } from './unreadable.js';

/** A report as text, piece by piece. */
export interface ReportText {
  /** What messages call it. */
  readonly name: string;
  /** It can be had once and no more: what came is gone. Absent: `pieces` starts from the beginning each time. */
  readonly isOnce?: boolean;
  readonly pieces: () => AsyncIterable<string>;
}

const streaming = { streamKeys: false, streamStrings: false, streamNumbers: false, jsonStreaming: true };

/**
 * Reads a report made with `-f json` or `-f jsonl`; some parts at a time. Throws `UsageError` `report-unreadable` when
 * it is none, was made by a newer version, is cut, or is no JSON; what was given out until then is worth nothing.
 */
export async function* readParts(text: ReportText): AsyncGenerator<readonly ReportPart[]> {
  const parse = jsonParser(streaming);
  const walk = new ReportWalk(text.name);
  let isEmpty = true;
  for await (const piece of text.pieces()) {
    isEmpty &&= /^\s*$/.test(piece);
    const tokens = tokensOf(() => parse(piece));
    if (tokens === undefined) throw await notJson(text, walk);
    for (const token of tokens) walk.take(token);
    yield walk.drain();
  }
  if (isEmpty) throw unreadable(text.name, 'it is empty; make the report again');
  const rest = tokensOf(() => parse(none as never));
  for (const token of rest ?? []) walk.take(token);
  if (rest === undefined || !walk.isAtTop) throw cut(text, walk);
  yield walk.drain();
  if (!walk.isOurs) throw unreadable(text.name, foreign(null));
}

/** Undefined when the parser refuses the text. */
function tokensOf(parse: () => unknown): readonly Token[] | undefined {
  try {
    const answer = parse();
    return isMany(answer) ? (getManyValues(answer) as Token[]) : [];
  } catch {
    // Its message could quote the text.
    return undefined;
  }
}

function cut({ name }: ReportText, { findings }: ReportWalk): Error {
  const read = findings === 1 ? '1 finding' : `${findings} findings`;
  return unreadable(name, `it ends in the middle, after ${read}: it was cut off, or is still being written`);
}

/** Reads once more, for the line: the parser that gives tokens does not count them. */
async function notJson(text: ReportText, { isAtTop, findings }: ReportWalk): Promise<Error> {
  const advice = 'make the report again, or name one made with -f json or -f jsonl';
  if (text.isOnce === true) return unreadable(text.name, `it is no JSON, or broken; ${advice}`);
  const verify = jsonVerifier({ jsonStreaming: true });
  try {
    for await (const piece of text.pieces()) verify(piece);
  } catch (error) {
    const { line, pos } = error as { readonly line?: unknown; readonly pos?: unknown };
    const isStart = isAtTop && findings === 0 && line === 1;
    if (isStart && pos === 1) return unreadable(text.name, `it is no JSON; ${advice}`);
    if (typeof line === 'number' && typeof pos === 'number')
      return unreadable(text.name, `it is broken at line ${line}, character ${pos}; ${advice}`);
  }
  return unreadable(text.name, `it is no JSON; ${advice}`);
}
