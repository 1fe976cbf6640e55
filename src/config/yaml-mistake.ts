/** What is wrong with a YAML text, in our words: the parser's own sentences quote the text, and that may hold a token. */
import type { ErrorCode } from 'yaml';

const sentences: { readonly [code in ErrorCode]?: string } = {
  ALIAS_PROPS: 'an alias can have no anchor and no tag of its own',
  BAD_ALIAS: 'this alias is not written right, or its anchor is missing',
  BAD_DQ_ESCAPE: 'this escape is unknown in double quotes; use single quotes, or write \\\\ for a backslash',
  BAD_INDENT:
    'the indentation is off, or a bracket before is not closed; items of one list or map start in the same column',
  BAD_SCALAR_START: 'a value cannot start with this character; put it in quotes',
  BLOCK_IN_FLOW: 'a block cannot stand inside [ ] or { }',
  DUPLICATE_KEY: 'this key stands twice; keep one',
  MISSING_CHAR: 'a character is missing here: a closing quote or bracket, a comma, a colon or a space after a colon',
  MULTILINE_IMPLICIT_KEY: 'a key has to fit on one line; is a colon missing?',
  MULTIPLE_DOCS: 'one document is needed; take out the line "---"',
  TAB_AS_INDENT: 'tabs cannot indent YAML; use spaces',
  TAG_RESOLVE_FAILED: 'tags like !this are not used here; take it out',
  UNEXPECTED_TOKEN: 'this does not belong here; is a quote, a bracket or a line break missing?',
};

/** One sentence about a parser's error code. */
export function yamlMistake(code: ErrorCode): string {
  return sentences[code] ?? 'this is not valid YAML';
}
