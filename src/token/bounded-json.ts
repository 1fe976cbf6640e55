/** Strangers' JSON in a size that a finding can carry: memory grows with findings, so no finding may be huge. */
import type { JsonObject, JsonValue } from '../model/json.js';
import { exactValue } from './exact-numbers.js';

/** More than any real token holds, little enough for a hundred thousand findings. */
const MOST_VALUES = 200;
const MOST_CHARACTERS = 8 * 1024;

/** Says that something was left out. */
const CUT = '…';

/** Characters of one claimed name, URL or id. DNS names end at 253, a kid at 1,024. */
const LONGEST_CLAIM = 1024;

/** One claimed string, cut at 1,024 characters with an ellipsis. */
export function boundedText(text: string): string {
  return text.length <= LONGEST_CLAIM ? text : `${text.slice(0, LONGEST_CLAIM)}${CUT}`;
}

/**
 * A copy with at most 200 values and 8,192 characters; an ellipsis stands where something was left out, and a text in
 * place of a number that a double would change.
 */
export function boundedJson(object: JsonObject): JsonObject {
  const budget = { values: MOST_VALUES, characters: MOST_CHARACTERS };
  return copyObject(object, budget);
}

interface Budget {
  values: number;
  characters: number;
}

function copy(value: JsonValue, budget: Budget): JsonValue {
  budget.values -= 1;
  if (typeof value === 'string') {
    const text = value.slice(0, Math.max(0, budget.characters));
    budget.characters -= text.length;
    return text.length < value.length ? text + CUT : text;
  }
  if (typeof value !== 'object' || value === null) return value;
  return isList(value) ? copyList(value, budget) : copyObject(value, budget);
}

function isList(value: JsonObject | readonly JsonValue[]): value is readonly JsonValue[] {
  return Array.isArray(value);
}

function copyList(list: readonly JsonValue[], budget: Budget): JsonValue {
  const items: JsonValue[] = [];
  for (const [index, item] of list.entries()) {
    if (budget.values <= 0 || budget.characters <= 0) return [...items, CUT];
    items.push(copy(exactValue(list, index, item), budget));
  }
  return items;
}

function copyObject(object: JsonObject, budget: Budget): JsonObject {
  const members = Object.create(null) as { [key: string]: JsonValue };
  for (const key in object) {
    const value = object[key];
    if (value === undefined) continue;
    if (budget.values <= 0 || budget.characters <= key.length) {
      members[CUT] = CUT;
      break;
    }
    budget.characters -= key.length;
    members[key] = copy(exactValue(object, key, value), budget);
  }
  return members;
}
