import test from 'ava';
import fc from 'fast-check';
import { parseJsonObject } from '../../src/token/parse-json.js';

/** What `JSON.parse` makes of it, as the judge; undefined for what is no object. */
function judged(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** Infinity cannot be written back, so the reader keeps the largest number instead. */
function finite(_: string, value: unknown): unknown {
  return value === Infinity ? Number.MAX_VALUE : value === -Infinity ? -Number.MAX_VALUE : value;
}

const object = fc.dictionary(fc.string({ unit: 'binary' }), fc.jsonValue({ maxDepth: 5 }), { noNullPrototype: true });
const layout = fc.constantFrom(undefined, 1, '\t', '\r\n ');

test('every JSON object reads as JSON.parse reads it, however it is laid out', (t) => {
  fc.assert(
    fc.property(object, layout, (value, indent) => {
      const text = `\n ${JSON.stringify(value, null, indent?.toString().trim() === '' ? indent : undefined)} `;
      const parsed = parseJsonObject(text);
      t.is(JSON.stringify(parsed?.value), JSON.stringify(JSON.parse(text)));
      t.true(parsed?.isComplete);
      t.deepEqual(parsed?.duplicateKeys, []);
    }),
  );
});

test('a text is refused exactly when JSON.parse refuses it, whichever character is changed', (t) => {
  const change = fc.constantFrom(...'{}[]",:\\0-.eE+tfn u\n', '');
  fc.assert(
    fc.property(object, fc.nat(), change, (value, at, character) => {
      const whole = JSON.stringify(value);
      const text = whole.slice(0, at % (whole.length + 1)) + character + whole.slice((at % (whole.length + 1)) + 1);
      const expected = judged(text);
      const parsed = parseJsonObject(text);
      t.is(parsed === undefined, expected === undefined, text);
      if (parsed?.duplicateKeys.length === 0) t.is(JSON.stringify(parsed.value), JSON.stringify(expected, finite));
    }),
    { numRuns: 1000 },
  );
});

test('what lies too deep is replaced, and still has to be JSON', (t) => {
  const nest = (depth: number, core: string): string => `{"a":${'['.repeat(depth)}${core}${']'.repeat(depth)},"b":1}`;
  for (const core of ['1', '{"x":[{}],"y":"]"}', '"\\""', '']) {
    for (const depth of [3, 40, 5000]) {
      const value = parseJsonObject(nest(depth, core))?.value;
      t.is(value?.['b'], 1, `${depth} ${core}`);
      t.is(JSON.stringify(value).includes('nested too deep'), depth > 30);
    }
  }
  for (const core of ['{"x":}', '[1,]', '{"x":1,}', '}', '{1:2}', '1 2', '"']) {
    t.is(parseJsonObject(nest(40, core)), undefined, core);
  }
});

test('a megabyte of open brackets is refused without a stack overflow', (t) => {
  t.is(parseJsonObject(`{"a":${'['.repeat(1_000_000)}`), undefined);
  t.is(parseJsonObject('{"a":'.repeat(200_000)), undefined);
  t.not(parseJsonObject(`${'{"a":'.repeat(200_000)}1${'}'.repeat(200_000)}`), undefined);
});

test('keys that stand twice are listed with their path, and the last one counts', (t) => {
  const parsed = parseJsonObject('{"sub":"a","k":{"n":1,"n":2},"sub":"b","l":[{"x":1,"x":1}]}');
  t.deepEqual(parsed?.duplicateKeys, ['k.n', 'sub', '[].x']);
  t.is(parsed?.value['sub'], 'b');
});

test('a key named __proto__ is a key like any other', (t) => {
  const parsed = parseJsonObject('{"__proto__":{"sub":"x"},"constructor":1}');
  t.is(parsed?.value['sub'], undefined);
  t.is(parsed?.value['constructor'], 1);
  t.deepEqual(Object.keys(parsed?.value ?? {}), ['__proto__', 'constructor']);
  t.is(Object.getPrototypeOf(parsed?.value), null);
});

test('numbers beyond what fits stay finite', (t) => {
  const value = parseJsonObject('{"a":9007199254740993,"b":1e999,"c":-1e999,"d":1e-999}')?.value;
  t.deepEqual({ ...value }, { a: 9007199254740992, b: Number.MAX_VALUE, c: -Number.MAX_VALUE, d: 0 });
});

test('an object that was cut gives what stood before the cut, if that is asked for', (t) => {
  const text = '{"aud":["x"],"kubernetes.io":{"namespace":"ci","pod":{"name":"we';
  t.is(parseJsonObject(text), undefined);
  const parsed = parseJsonObject(text, true);
  t.is(JSON.stringify(parsed?.value), '{"aud":["x"],"kubernetes.io":{"namespace":"ci","pod":{}}}');
  t.false(parsed?.isComplete);
  t.is(parseJsonObject('{"aud', true), undefined);
});
