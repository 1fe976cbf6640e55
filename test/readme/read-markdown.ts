/** What of a page in Markdown can be proved wrong: commands with their output, code, links. */

/** A command as shown, with the output that is shown below it. */
export interface ShownCommand {
  readonly line: number;
  /** Without the `$ `; continued lines joined. */
  readonly command: string;
  readonly output: readonly string[];
}

/** What was read. */
export interface Page {
  /** From fences marked `console`: these are run. */
  readonly commands: readonly ShownCommand[];
  /** Every line of every fence, and every code span. */
  readonly code: readonly string[];
  /** Targets of links and images. */
  readonly links: readonly string[];
  /** Anchors as GitHub makes them from headings. */
  readonly anchors: readonly string[];
}

/** Reads a page. Fences are those of three or more backticks at the start of a line. */
export function readMarkdown(text: string): Page {
  const commands: ShownCommand[] = [];
  const code: string[] = [];
  const prose: string[] = [];
  let fence: { readonly mark: string; readonly info: string } | undefined;
  for (const [index, line] of text.split('\n').entries()) {
    const [, mark, info = ''] = /^(`{3,})(.*)$/.exec(line) ?? [];
    if (fence === undefined) {
      if (mark === undefined) prose.push(line);
      else fence = { mark, info: info.trim() };
    } else if (mark === fence.mark) {
      fence = undefined;
    } else {
      code.push(line.replace(/^\$ /, ''));
      if (fence.info === 'console') readConsoleLine(line, index + 1, commands);
    }
  }
  const page = prose.join('\n');
  return {
    commands,
    code: [...code, ...[...page.matchAll(/`([^`\n]+)`/g)].map(([, span = '']) => span)],
    links: [...page.replaceAll(/`[^`\n]*`/g, '').matchAll(/\]\(([^)\s]+)[^)]*\)/g)].map(([, target = '']) => target),
    anchors: prose.filter((line) => /^#{1,6} /.test(line)).map(anchorOf),
  };
}

function readConsoleLine(line: string, number: number, commands: ShownCommand[]): void {
  const last = commands.at(-1);
  if (line.startsWith('$ ')) commands.push({ line: number, command: line.slice(2), output: [] });
  else if (last?.command.endsWith('\\') === true) {
    commands[commands.length - 1] = { ...last, command: `${last.command.slice(0, -1)}${line.replace(/^> /, '')}` };
  } else if (last !== undefined) commands[commands.length - 1] = { ...last, output: [...last.output, line] };
}

function anchorOf(heading: string): string {
  const words = heading.replace(/^#+ /, '').toLowerCase();
  return words
    .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
    .trim()
    .replaceAll(' ', '-');
}
