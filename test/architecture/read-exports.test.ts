import test from 'ava';
import { readExports } from './read-exports.js';
import { tokenize } from './tokenize.js';

const exportsOf = test.macro<[source: string, expected: readonly string[]]>({
  exec(t, source: string, expected: readonly string[]) {
    const shown = readExports(tokenize(source)).map(({ name, isDocumented }) => (isDocumented ? name : `${name}?`));
    t.deepEqual(shown, expected);
  },
  title: (_given, source, expected) => `${source.replaceAll('\n', '⏎')} exports ${expected.join(', ') || 'nothing'}`,
});

test(exportsOf, '/** A. */ export const a = 1; export let b = 2;', ['a', 'b?']);
test(exportsOf, '/** A. */ export async function* a() {} /** B. */ export abstract class B {}', ['a', 'B']);
test(exportsOf, '/** A. */ export interface A {} /* B. */ export type B = A; // C\nexport declare const C: A;', [
  'A',
  'B?',
  'C?',
]);
test(exportsOf, '/** One. */ export function a(b: 1): 1; export function a(b: 2): 2; export function a(b: 3) {}', [
  'a',
]);
test(exportsOf, "export { a }; export type { B } from 'b'; export * from 'c'; x.export.y = 1;", []);
test(exportsOf, '/** A. */ import "a"; export const a = 1;', ['a?']);
test(exportsOf, 'export default function main() {}', ['main?']);
