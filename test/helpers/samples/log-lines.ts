/** Lines of logs as clusters write them, without anything secret in them. */

const day = Date.UTC(2026, 10, 20, 6, 0, 0);

/** RFC 3339 with nine digits, as CRI and Docker write it; a second and a bit between lines. */
export function nanoTime(line: number): string {
  return new Date(day + line * 1337)
    .toISOString()
    .replace('Z', `${String((line * 104_729) % 1_000_000).padStart(6, '0')}Z`);
}

/** `I1120 06:00:01.337000    2228 file.go:87] `: klog's head. */
export function klogHead(line: number, file: string, level = 'I'): string {
  const time = new Date(day + line * 1337).toISOString();
  return `${level}${time.slice(5, 7)}${time.slice(8, 10)} ${time.slice(11, 23)}000    2228 ${file}] `;
}

const kubelet = [
  [
    'kubelet.go:2412',
    '"SyncLoop (PLEG): event for pod" pod="payments/web-7d9f6c5b8-abcde" event={"ID":"5c1e","Type":"ContainerStarted"}',
  ],
  [
    'reconciler_common.go:224',
    '"operationExecutor.MountVolume started for volume \\"kube-api-access-x2k4p\\"" pod="payments/web-7d9f6c5b8-abcde"',
  ],
  [
    'prober.go:107',
    '"Probe failed" probeType="Readiness" pod="payments/ledger-0" err="HTTP probe failed with statuscode: 503"',
  ],
  ['kubelet_volumes.go:163', '"Cleaned up orphaned pod volumes dir" podUID="0c4b2a1e-8d5f-4a51-9f6e-1c2d3e4f5a6b"'],
  [
    'round_trippers.go:560',
    '"Response" verb="GET" url="https://10.0.0.1:443/api/v1/nodes/node-1?timeout=10s" status="200 OK" milliseconds=4',
  ],
] as const;

/** A line of a kubelet. */
export function kubeletLine(line: number): string {
  const [file, text] = kubelet[line % kubelet.length] ?? kubelet[0];
  return klogHead(line, file) + text;
}

const requests = [
  'GET /healthz 200',
  'GET /api/orders?page=2 200',
  'POST /api/payments 201',
  'GET /metrics 200',
  'POST /api/payments 402',
];

/** A line of a web application. */
export function requestLine(line: number): string {
  return `level=info msg="request" path="${requests[line % requests.length]}" took=${(line * 7) % 90}ms`;
}

/** An audit event of a read by a controller; one line. */
export function auditLine(line: number, more: { readonly [field: string]: unknown } = {}): string {
  return JSON.stringify({
    kind: 'Event',
    apiVersion: 'audit.k8s.io/v1',
    level: 'Metadata',
    auditID: `5f0e4c58-8a0e-4f6f-8f4f-${String(line).padStart(12, '0')}`,
    stage: 'ResponseComplete',
    requestURI: `/apis/apps/v1/namespaces/payments/deployments/web?line=${line}`,
    verb: 'get',
    user: {
      username: 'system:serviceaccount:kube-system:deployment-controller',
      groups: ['system:serviceaccounts', 'system:authenticated'],
    },
    sourceIPs: ['10.1.2.3'],
    responseStatus: { metadata: {}, code: 200 },
    requestReceivedTimestamp: nanoTime(line).replace(/\d{3}Z$/, 'Z'),
    annotations: { 'authorization.k8s.io/decision': 'allow' },
    ...more,
  });
}
