/** The only list of commands. What a command needs is loaded when it is called. */
import type { CommandEntry } from './command.js';

/** In the order of the help. */
export const commands: readonly CommandEntry[] = [
  {
    name: 'scan',
    summary: 'each target by what it is: a repository, a folder, a file',
    load: async () => (await import('./commands/scan.js')).scan,
  },
  {
    name: 'git',
    summary: "a repository's history: every object, reachable or not",
    load: async () => (await import('./commands/git.js')).git,
  },
  {
    name: 'dir',
    summary: 'files and folders, archives and compressed files opened',
    load: async () => (await import('./commands/dir.js')).dir,
  },
  {
    name: 'stdin',
    summary: 'standard input, findings as they come',
    load: async () => (await import('./commands/stdin.js')).stdin,
  },
  {
    name: 'redact',
    summary: 'standard input to standard output, tokens replaced',
    load: async () => (await import('./commands/redact.js')).redact,
  },
  {
    name: 'inspect',
    summary: 'decode tokens: whose, which cluster, until when, what to do',
    load: async () => (await import('./commands/inspect.js')).inspect,
  },
  {
    name: 'verify',
    summary: 'ask clusters which tokens of a report or a text live',
    load: async () => (await import('./commands/verify.js')).verify,
  },
  {
    name: 'report',
    summary: 'earlier reports as one, in another format, or compared',
    load: async () => (await import('./commands/report.js')).report,
  },
  {
    name: 'clusters',
    summary: 'the clusters that are known, and their keys: list, pin, export',
    load: async () => (await import('./commands/clusters.js')).clusters,
  },
  {
    name: 'detectors',
    summary: 'what is looked for',
    load: async () => (await import('./commands/detectors.js')).detectors,
  },
  {
    name: 'completion',
    summary: 'a script that teaches your shell these commands',
    load: async () => (await import('./commands/completion.js')).completion,
  },
];
