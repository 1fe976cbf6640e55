/** One line of what clusters log: klog, JSON, access logs, events, traces of exceptions. */
import type { Random } from './random.js';

type Shape = (random: Random, time: string) => string;

const hosts = ['api.acme.example', 'registry.acme.example', 'grafana.acme.example', 'git.acme.example'];
const files = ['reflector.go', 'controller.go', 'kubelet.go', 'garbagecollector.go', 'event.go', 'server.go'];
const agents = [
  'kube-probe/1.34',
  'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36',
  'curl/8.5.0',
  'Go-http-client/2.0',
];
const classes = [
  'com.acme.billing.InvoiceService',
  'org.springframework.web.servlet.FrameworkServlet',
  'java.lang.Thread',
];

function pod(random: Random): string {
  return `${random.pick(['web', 'billing', 'worker', 'ingress-nginx-controller'])}-${random.hex(9)}-${random.hex(5)}`;
}

const klog: Shape = (random, time) =>
  `I1123 ${time.slice(11)} ${random.below(9999)} ${random.pick(files)}:${random.below(900)}] "Observed pod startup duration" pod="prod/${pod(random)}" podStartSLOduration=${random.below(90)}.${random.below(999)} podUID="${random.uuid()}"`;

const json: Shape = (random, time) =>
  JSON.stringify({
    level: random.pick(['info', 'debug', 'warn', 'error']),
    ts: time,
    logger: 'controller-runtime',
    msg: 'Reconciling',
    namespace: 'prod',
    name: pod(random),
    reconcileID: random.uuid(),
    image: `registry.acme.example/team/app@sha256:${random.hex(64)}`,
    durationMs: random.below(4000),
  });

const access: Shape = (random, time) =>
  `10.${random.below(256)}.${random.below(256)}.${random.below(256)} - - [${time}] "GET /v2/${random.pick(['users', 'orders', 'items'])}/${random.uuid()}?page=${random.below(50)}&sig=${random.base64url(27)} HTTP/1.1" ${random.pick([200, 200, 200, 304, 404, 502])} ${random.below(90_000)} "https://${random.pick(hosts)}/" "${random.pick(agents)}" ${random.hex(32)}`;

const event: Shape = (random, time) =>
  `${time} prod  ${random.below(60)}s  Normal  Pulled  pod/${pod(random)}  Successfully pulled image "registry.acme.example/team/app:${random.hex(7)}" in ${random.below(9000)}ms. Image size: ${random.below(900_000_000)} bytes.`;

const trace: Shape = (random) =>
  `\tat ${random.pick(classes)}.${random.pick(['run', 'service', 'doFilter', 'handle'])}(${random.pick(['InvoiceService', 'FrameworkServlet', 'Thread'])}.java:${random.below(1200)})`;

const coloured: Shape = (random, time) =>
  `\u001B[90m${time}\u001B[0m \u001B[32mINF\u001B[0m request finished \u001B[36mtrace_id=\u001B[0m${random.hex(32)} \u001B[36mspan=\u001B[0m${random.hex(16)} \u001B[36metag=\u001B[0m"${random.base64url(22)}"`;

const shapes: readonly Shape[] = [klog, klog, json, json, json, access, access, access, event, trace, trace, coloured];

/** A line without its end; `count` moves its time on. */
export function logLine(random: Random, count: number): string {
  const time = new Date(1_790_000_000_000 + count * 7).toISOString();
  return random.pick(shapes)(random, time);
}
