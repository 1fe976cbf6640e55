/** Whole log files, mostly of ordinary lines, with some tokens in them. */
import { mintToken, type MintRecipe } from '../mint.js';
import type { Sample } from './leaks.js';
import { auditLine, klogHead, kubeletLine, nanoTime, requestLine } from './log-lines.js';

const cluster: MintRecipe = {
  key: 'samples',
  namespace: 'payments',
  issuedAt: Date.parse('2026-11-20T06:00:00Z') / 1000,
};

/** `count` lines; those that `special` names are its own. */
function lines(count: number, line: (at: number) => string, special: { readonly [at: number]: string }): string {
  return Array.from({ length: count }, (_, at) => `${special[at] ?? line(at)}\n`).join('');
}

/** The files; one token stands in two of them. */
export function logSamples(): readonly Sample[] {
  const web = mintToken({ ...cluster, kind: 'pod-bound', serviceAccount: 'web', seed: 'log-web' });
  const node = mintToken({
    ...cluster,
    kind: 'node-bound',
    serviceAccount: 'node-agent',
    seed: 'log-node',
    expiresAt: 1826712000,
  });
  const legacy = mintToken({ ...cluster, kind: 'legacy', serviceAccount: 'fluentd', seed: 'log-legacy' });
  const eks = mintToken({ ...cluster, kind: 'eks', serviceAccount: 'exporter', seed: 'log-eks' });
  const short = mintToken({ ...cluster, kind: 'vault', serviceAccount: 'ledger', seed: 'log-vault' });
  const request = {
    kind: 'TokenRequest',
    apiVersion: 'authentication.k8s.io/v1',
    spec: { expirationSeconds: 3600 },
    status: { token: short, expirationTimestamp: '2026-11-20T07:00:00Z' },
  };
  return [
    [
      'logs/kubelet.log',
      lines(160, kubeletLine, {
        // CVE-2024-3744: a CSI driver that logs what it was given.
        41: `${klogHead(41, 'utils.go:105')}GRPC request: {"volume_context":{"csi.storage.k8s.io/serviceAccount.tokens":"{\\"https://kubernetes.default.svc\\":{\\"token\\":\\"${node}\\",\\"expirationTimestamp\\":\\"2027-11-20T12:00:00Z\\"}}"}}`,
        120: `${klogHead(120, 'round_trippers.go:435')}curl -k -v -XPOST -H "Authorization: Bearer ${legacy}" 'https://10.0.0.1:443/api/v1/namespaces'`,
      }),
    ],
    [
      'logs/web.docker.log',
      lines(160, (at) => JSON.stringify({ log: `${requestLine(at)}\n`, stream: 'stdout', time: nanoTime(at) }), {
        77: JSON.stringify({ log: `SA Token: ${web}\n`, stream: 'stdout', time: nanoTime(77) }),
      }),
    ],
    [
      'logs/web.cri.log',
      lines(160, (at) => `${nanoTime(at)} stdout F ${requestLine(at)}`, {
        33: `${nanoTime(33)} stderr F panic: unauthorized: map[Authorization:[Bearer ${eks}] Accept:[*/*]]`,
        34: `${nanoTime(34)} stderr F \u001b[31mtoken\u001b[0m=\u001b[32m${web}\u001b[0m`,
      }),
    ],
    [
      'logs/audit.log',
      lines(80, auditLine, {
        52: auditLine(52, {
          level: 'RequestResponse',
          verb: 'create',
          requestURI: '/api/v1/namespaces/payments/serviceaccounts/ledger/token',
          responseObject: request,
        }),
      }),
    ],
  ];
}
