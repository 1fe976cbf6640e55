/** Histories as nobody plans them: merges of many, renames, copies, files that come back, several roots. By `git fast-import`. */
import type { GitRepository } from './git-repository.js';

/** Numbers from a seed: the same ones every time. */
export type Draw = (below: number) => number;

/** A generator (mulberry32). */
export function drawFrom(seed: number): Draw {
  let state = seed >>> 0;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

const folders = ['', 'a/', 'a/b/', 'deploy/prod/eu/', 'x y/', `${'long-'.repeat(30)}/`, 'caf\xc3\xa9/\xff/'];
const files = ['t.yaml', 'u.yaml', '100644 v', 'a40000 b', `${'name'.repeat(25)}.txt`, 'z\xfe', 'w'];

/** Content that stands for a token; what is not in the list of wanted ones is none. */
export function contentOf(number: number): string {
  return `content ${number}\n`;
}

/** How large and how wild. */
export interface HistorySize {
  readonly commits: number;
  /** Different contents of files that come and go. */
  readonly contents: number;
  /** Files that are always there, so that trees are long and become deltas. */
  readonly filler: number;
}

/** Writes a random history into a repository; its branches are `b0`, `b1`, … */
export function writeRandomHistory(repository: GitRepository, seed: number, size: HistorySize): void {
  const draw = drawFrom(seed);
  const lines: string[] = [];
  const data = (text: string): void => void lines.push(`data ${Buffer.byteLength(text, 'latin1')}`, text);
  for (let content = 0; content < size.contents; content += 1) {
    lines.push('blob', `mark :${content + 1}`);
    data(contentOf(content));
  }
  const mark = (commit: number): number => size.contents + 1 + commit;
  for (let commit = 0; commit < size.commits; commit += 1) {
    const isRoot = commit === 0 || draw(12) === 0;
    lines.push('reset refs/heads/scratch', `commit refs/heads/scratch`, `mark :${mark(commit)}`);
    lines.push(`author Ann <ann@example.com> ${1_600_000_000 + commit * 50} +0000`);
    // Clocks go wrong now and then.
    lines.push(`committer Cy <cy@example.com> ${1_600_000_000 + commit * 60 - (draw(9) === 0 ? 100_000 : 0)} +0200`);
    data(`commit ${commit}`);
    if (!isRoot) {
      const parents = new Set([commit - 1 - draw(Math.min(commit, 4))]);
      while (draw(3) === 0 && parents.size < 4) parents.add(draw(commit));
      const [first, ...others] = [...parents];
      lines.push(`from :${mark(first as number)}`);
      for (const parent of others) lines.push(`merge :${mark(parent)}`);
    } else {
      for (let file = 0; file < size.filler; file += 1) {
        lines.push(`M 100644 :${1 + draw(size.contents)} ${quote(`${folders[file % folders.length]}filler ${file}`)}`);
      }
    }
    changeFiles(lines, draw, size, isRoot);
    if (commit > 0 && draw(4) === 0) lines.push(`reset refs/heads/b${draw(6)}`, `from :${mark(commit)}`, '');
  }
  lines.push('reset refs/heads/main', `from :${mark(size.commits - 1)}`, '');
  repository.git('config', 'fastimport.unpackLimit', '1');
  repository.run(['fast-import', '--quiet', '--force', '--depth=40'], Buffer.from(lines.join('\n'), 'latin1'));
  if (draw(4) > 0) repository.git('update-ref', '-d', 'refs/heads/scratch');
}

function changeFiles(lines: string[], draw: Draw, size: HistorySize, isRoot: boolean): void {
  for (let change = draw(5); change >= 0; change -= 1) {
    const path = quote(`${folders[draw(folders.length)]}${files[draw(files.length)]}`);
    const kind = draw(10);
    const content = 1 + draw(size.contents);
    if (kind < 5 || isRoot) lines.push(`M ${draw(5) === 0 ? '100755' : '100644'} :${content} ${path}`);
    else if (kind < 7) lines.push(`D ${path}`);
    else if (kind === 7 && size.filler > 0) {
      const file = draw(size.filler);
      lines.push(`M 100644 :${content} ${quote(`${folders[file % folders.length]}filler ${file}`)}`);
    } else if (kind === 8) lines.push(`D ${quote(folders[1 + draw(folders.length - 1)]?.slice(0, -1) ?? '')}`);
    else lines.push(`M 100644 :${content} ${quote(`moved/${draw(3)}/${files[draw(files.length)]}`)}`);
  }
}

/** Latin-1 stands for bytes. */
function quote(path: string): string {
  const escaped = path.replaceAll(/[^ -!#-[\]-~]/g, (one) => `\\${one.charCodeAt(0).toString(8).padStart(3, '0')}`);
  return `"${escaped}"`;
}
