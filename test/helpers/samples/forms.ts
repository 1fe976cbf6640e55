/** One token in every form that is read: how logs, manifests and code break, wrap and dump what stands in them. */
import { contexts } from '../../contexts/contexts.js';
import { helmRelease } from '../../contexts/helm-release.js';
import type { MarkedText } from '../../contexts/marked-text.js';
import { mintToken } from '../mint.js';
import type { Sample } from './leaks.js';

/** Names under `samples/forms/`, and the context that each shows. */
const shown: { readonly [file: string]: string } = {
  'leak.array.h': 'xxd -i',
  'leak.bytes.log': 'Go bytes, %v of a Secret',
  'leak.concatenated.js': 'quoted pieces in code, indented',
  'leak.dots.url': 'percent-encoded dots',
  'leak.encoded-command.ps1': 'PowerShell -EncodedCommand',
  'leak.entities.html': 'HTML entities throughout',
  'leak.escapes.json': 'JSON escapes',
  'leak.folded.yaml': 'YAML folded block',
  'leak.partial-lines.cri.log': 'CRI partial lines',
  'leak.protobuf-body.log': 'client-go protobuf body, dumped by klog',
  'leak.quoted-printable.eml': 'quoted-printable',
  'leak.split-record.docker.log': 'docker records of 16 KiB',
  'leak.truncated-body.log': 'client-go body, truncated',
  'leak.utf-16.ps1': 'UTF-16LE of PowerShell',
  'leak.wrapped-base64.yaml': 'base64 of 76 columns, indented',
  'leak.wrapped.txt': 'wrapped at 80 columns',
  'leak.yaml-string.yaml': 'YAML double-quoted fold',
};

/** Who writes each of the files around a token, by its path. */
export const formWriters: ReadonlyMap<string, (token: string) => MarkedText> = new Map([
  ...Object.entries(shown).map(([file, name]): [string, (token: string) => MarkedText] => {
    const context = contexts.find((one) => one.name === name);
    if (context === undefined) throw new Error(`no context is called ${name}`);
    return [`forms/${file}`, context.write];
  }),
  ['forms/leak.release.yaml', helmRelease],
]);

/** The files. */
export function formSamples(): readonly Sample[] {
  const token = mintToken({
    key: 'samples',
    namespace: 'payments',
    serviceAccount: 'cashier',
    seed: 'cashier',
    issuedAt: Date.parse('2026-11-20T12:00:00Z') / 1000,
  });
  return [...formWriters].map(([path, write]) => [path, write(token).bytes]);
}
