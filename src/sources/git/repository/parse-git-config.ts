/** Reads what little of a repository's configuration is needed to read its objects. Nothing in it is obeyed. */

/** The last value of each key: `section.key` or `section.subsection.key`; section and key in lower case. */
export type GitConfig = ReadonlyMap<string, string>;

const escapes: { readonly [character: string]: string } = { n: '\n', t: '\t', b: '\b', '"': '"', '\\': '\\' };

/** Parses git's configuration syntax (git-config, "Syntax"). Includes are not followed; broken lines are passed over. */
export function parseGitConfig(text: string): GitConfig {
  const config = new Map<string, string>();
  let section = '';
  for (const raw of text.replaceAll('\r\n', '\n').replaceAll(/\\\n/g, '').split('\n')) {
    let line = raw.trim();
    const head = /^\[\s*([\w.-]+)\s*(?:"((?:[^"\\]|\\.)*)")?\s*\]/.exec(line);
    if (head !== null) {
      const subsection = head[2]?.replaceAll(/\\(.)/g, '$1');
      section = (head[1] as string).toLowerCase() + (subsection === undefined ? '' : `.${subsection}`);
      line = line.slice(head[0].length).trim();
    }
    const entry = /^([A-Za-z][\w-]*)\s*(?:=\s*(.*))?$/.exec(line);
    if (entry === null || section === '') continue;
    config.set(`${section}.${(entry[1] as string).toLowerCase()}`, entry[2] === undefined ? 'true' : unquote(entry[2]));
  }
  return config;
}

/** A value without quotes, escapes and comment. */
function unquote(text: string): string {
  let value = '';
  let isQuoted = false;
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at] as string;
    if (character === '"') isQuoted = !isQuoted;
    else if (character === '\\') value += escapes[text[(at += 1)] ?? ''] ?? '';
    else if (!isQuoted && (character === '#' || character === ';')) break;
    else value += character;
  }
  return value.trim();
}
