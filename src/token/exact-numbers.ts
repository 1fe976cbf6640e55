/** Numbers of a stranger's JSON that a double would change: what is shown of them is their text. */
import type { JsonValue } from '../model/json.js';

/** Digits that every double keeps. */
const KEPT_DIGITS = 15;

const texts = new WeakMap<object, Map<string | number, string>>();

/** Remembers `text`, the number that stands in `holder` under `key`, when `value` is not exactly that. */
export function noteNumber(holder: object, key: string | number, value: number, text: string): void {
  const known = texts.get(holder);
  // A key that stands twice counts as it stands last.
  if (isExact(value, text)) known?.delete(key);
  else texts.set(holder, (known ?? new Map<string | number, string>()).set(key, text));
}

/** `value`, which stands in `holder` under `key`; as the text of the JSON when it is a number that a double would change. */
export function exactValue(holder: object, key: string | number, value: JsonValue): JsonValue {
  return typeof value === 'number' ? (texts.get(holder)?.get(key) ?? value) : value;
}

function isExact(value: number, text: string): boolean {
  // Times, which all tokens have, are looked at no further.
  if (Number.isSafeInteger(value) && String(value) === text) return true;
  const digits = (text.split(/e/i)[0] ?? '').replaceAll(/[-.]/g, '').replace(/^0+/, '');
  if (digits === '') return true;
  // Beyond the largest and below the smallest double there is nothing near.
  if (!Number.isFinite(Number(text)) || value === 0) return false;
  return digits.length <= KEPT_DIGITS || String(value) === text;
}
