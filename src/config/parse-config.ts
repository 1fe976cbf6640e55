/** Text of a configuration file → configuration, or every mistake with its place. */
import * as v from 'valibot';
import { type Document, isAlias, isMap, isScalar, isSeq, LineCounter, type Node, parseDocument } from 'yaml';
import { UsageError } from '../model/usage-error.js';
import type { Config, Vocabulary } from './config.js';
import { createConfigSchema } from './schema.js';
import { yamlMistake } from './yaml-mistake.js';

/** A thousand mistakes help nobody; the first ones usually cause the rest. */
const MOST_MISTAKES = 20;
/** Nobody needs more; a few lines of aliases of aliases would otherwise fill the memory. */
const MOST_ALIASES = 100;

/**
 * Reads `text`; `file` is how messages name it. Throws `UsageError` `config-invalid` whose message has one line a
 * mistake: `file:line:column: what is wrong and what to write`. Paths stay as written.
 */
export function parseConfig(text: string, file: string, vocabulary: Vocabulary): Config {
  const lines = new LineCounter();
  const place = (offset: number) => {
    const { line, col } = lines.linePos(offset);
    return `${file}:${line}:${col}`;
  };
  const document = parse(text, lines, place);
  const result = v.safeParse(createConfigSchema(vocabulary), value(document, place));
  if (result.success) return result.output;
  const mistakes = result.issues.map((issue) => {
    const isList = isUnknown(issue) && Array.isArray(issue.path?.at(-1)?.input);
    const keys = (issue.path ?? []).map(({ key }) => key as string | number);
    // The checker takes a list for a map with the keys 0, 1, 2…: the mistake is the list, not its first item.
    if (isList) keys.pop();
    const sentence = isList ? wrong(issue, keys) : describe(issue, keys, vocabulary);
    return { offset: offsetOf(document, keys, isUnknown(issue) && !isList), sentence };
  });
  mistakes.sort((a, b) => a.offset - b.offset);
  fail(mistakes.map(({ offset, sentence }) => `${place(offset)}: ${sentence}`));
}

type Place = (offset: number) => string;

function parse(text: string, lines: LineCounter, place: Place): Document {
  const document = inBounds(place, () =>
    parseDocument(text, { lineCounter: lines, prettyErrors: false, version: '1.2' }),
  );
  const mistakes = [...document.errors, ...document.warnings];
  if (mistakes.some(({ code }) => code === 'RESOURCE_EXHAUSTION')) fail([tooDeep(place)]);
  if (mistakes.length > 0) {
    fail(mistakes.map(({ code, pos }) => `${place(Math.max(0, pos[0]))}: ${yamlMistake(code)}`));
  }
  return document;
}

function value(document: Document, place: Place): unknown {
  // An empty file, or one of comments alone, sets nothing.
  return inBounds<unknown>(place, () => document.toJS({ maxAliasCount: MOST_ALIASES })) ?? {};
}

/** The parser recurses, and counts aliases by throwing: both ends of its patience are the file's fault. */
function inBounds<Result>(place: Place, work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    if (error instanceof RangeError) fail([tooDeep(place)]);
    if (error instanceof ReferenceError) fail([`${place(0)}: the file has too many aliases; write the values out`]);
    throw error;
  }
}

function tooDeep(place: Place): string {
  return `${place(0)}: the file nests too deep; the settings need three levels`;
}

type Issue = v.BaseIssue<unknown>;

function isUnknown(issue: Issue): boolean {
  return issue.type === 'strict_object' && issue.expected === 'never';
}

function isMissing(issue: Issue): boolean {
  return issue.type === 'strict_object' && issue.received === 'undefined';
}

function describe(issue: Issue, keys: readonly (string | number)[], vocabulary: Vocabulary): string {
  const name = pathText(keys);
  if (isUnknown(issue)) {
    const known = keys.length === 1 ? `; known are ${knownKeys(vocabulary).join(', ')}` : '';
    return `the key ${name} is unknown${known}`;
  }
  if (isMissing(issue)) return `${name} is missing`;
  return wrong(issue, keys);
}

function wrong(issue: Issue, keys: readonly (string | number)[]): string {
  return keys.length === 0 ? issue.message : `${pathText(keys)}: ${issue.message}`;
}

function knownKeys(vocabulary: Vocabulary): string[] {
  return Object.keys(createConfigSchema(vocabulary).entries).filter((key) => !key.startsWith('$'));
}

/** `clusters[1].name` */
function pathText(keys: readonly (string | number)[]): string {
  return keys.reduce<string>(
    (text, key) => (typeof key === 'number' ? `${text}[${key}]` : text === '' ? key : `${text}.${key}`),
    '',
  );
}

/** Where the value under `keys` starts, or its key, or the nearest thing around it that exists. */
function offsetOf(document: Document, keys: readonly (string | number)[], wantsKey: boolean): number {
  let node = resolved(document, document.contents);
  let offset = node?.range?.[0] ?? 0;
  for (const [depth, key] of keys.entries()) {
    const isLast = depth === keys.length - 1;
    if (isMap(node)) {
      const pair = node.items.find((item) => isScalar(item.key) && String(item.key.value) === String(key));
      if (pair === undefined) return offset;
      offset = (pair.key as Node).range?.[0] ?? offset;
      if (isLast && wantsKey) return offset;
      offset = (pair.value as Node | null)?.range?.[0] ?? offset;
      node = resolved(document, pair.value as Node | null);
    } else if (isSeq(node)) {
      const item = node.items[Number(key)] as Node | undefined;
      offset = item?.range?.[0] ?? offset;
      node = resolved(document, item);
    }
  }
  return offset;
}

function resolved(document: Document, node: Node | null | undefined): Node | undefined {
  return (isAlias(node) ? node.resolve(document) : node) ?? undefined;
}

function fail(mistakes: readonly string[]): never {
  const shown = mistakes.slice(0, MOST_MISTAKES);
  const left = mistakes.length - shown.length;
  if (left > 0) shown.push(`… and ${left} more`);
  throw new UsageError('config-invalid', shown.join('\n'));
}
