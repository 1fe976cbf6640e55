/** JSON as it comes out of a stranger's text. */

/** Any JSON value. */
export type JsonValue = string | number | boolean | null | readonly JsonValue[] | JsonObject;

/** A JSON object; made without a prototype where it holds a stranger's keys. */
export interface JsonObject {
  readonly [key: string]: JsonValue;
}
