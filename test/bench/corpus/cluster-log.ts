/** What the programs of a cluster write, in the words that their sources have: no line holds a token. */
import { Random } from './random.js';

/** Random parts of log lines. */
class Words {
  readonly #random: Random;
  #time = Date.UTC(2026, 10, 23, 8);

  constructor(seed: number) {
    this.#random = new Random(seed);
  }

  number(below: number): number {
    return this.#random.below(below);
  }

  of<Item>(list: readonly Item[]): Item {
    return this.#random.pick(list);
  }

  letters(alphabet: string, length: number): string {
    return Array.from({ length }, () => alphabet.charAt(this.number(alphabet.length))).join('');
  }

  hex(digits: number): string {
    return this.#random.hex(digits);
  }

  uuid(): string {
    return this.#random.uuid();
  }

  time(): string {
    this.#time += this.number(400);
    return new Date(this.#time).toISOString();
  }

  address(): string {
    return `10.${this.number(256)}.${this.number(256)}.${this.number(256)}`;
  }

  namespace(): string {
    return this.of([
      'default',
      'kube-system',
      'monitoring',
      'argocd',
      'payments',
      'ingress-nginx',
      'team-blue',
      'cert-manager',
    ]);
  }

  app(): string {
    return this.of([
      'coredns',
      'web-frontend',
      'payments-api',
      'prometheus-server',
      'argocd-repo-server',
      'orders',
      'cart',
      'ingress-nginx-controller',
      'cert-manager-cainjector',
      'fluent-bit',
      'checkout-worker',
      'user-profile-service',
    ]);
  }

  pod(): string {
    return `${this.app()}-${this.letters('bcdf0123456789', 9)}-${this.letters('bcdfghjklmnpqrstvwxz2456789', 5)}`;
  }

  path(): string {
    return (
      this.of(['/api/v1/namespaces/', '/apis/apps/v1/namespaces/', '/apis/coordination.k8s.io/v1/namespaces/']) +
      this.namespace() +
      this.of(['/pods/', '/configmaps/', '/leases/', '/endpoints/', '/deployments/']) +
      this.app()
    );
  }
}

function klog(w: Words, level: string): string {
  return `${level}1123 ${w.time().slice(11, 23)}${w.number(999)}    ${1000 + w.number(30000)}`;
}

/** One maker a kind of line. */
const LINES: readonly ((w: Words) => string)[] = [
  (w) => `${klog(w, 'I')} kubelet.go:2421] "SyncLoop ADD" source="api" pods=["${w.namespace()}/${w.pod()}"]`,
  (w) =>
    `${klog(w, 'I')} reconciler_common.go:245] "operationExecutor.VerifyControllerAttachedVolume started for volume \\"kube-api-access-${w.letters('bcdfghjklm2456789', 5)}\\" (UniqueName: \\"kubernetes.io/projected/${w.uuid()}-kube-api-access\\") pod \\"${w.pod()}\\" (UID: \\"${w.uuid()}\\") " pod="${w.namespace()}/${w.pod()}"`,
  (w) =>
    `${klog(w, 'E')} pod_workers.go:1300] "Error syncing pod, skipping" err="failed to \\"StartContainer\\" for \\"${w.app()}\\" with CrashLoopBackOff: \\"back-off 5m0s restarting failed container=${w.app()} pod=${w.pod()}_${w.namespace()}(${w.uuid()})\\"" pod="${w.namespace()}/${w.pod()}" podUID="${w.uuid()}"`,
  (w) =>
    `${klog(w, 'W')} reflector.go:539] k8s.io/client-go/informers/factory.go:160: failed to list *v1.EndpointSlice: Get "https://10.96.0.1:443/apis/discovery.k8s.io/v1/endpointslices?limit=500&resourceVersion=${w.number(1e9)}": dial tcp 10.96.0.1:443: connect: connection refused`,
  (w) =>
    `${klog(w, 'I')} trace.go:236] Trace[${w.number(2e9)}]: "Update" accept:application/vnd.kubernetes.protobuf, */*,audit-id:${w.uuid()},client:${w.address()},protocol:HTTP/2.0,resource:leases,scope:resource,url:${w.path()},user-agent:kube-scheduler/v1.31.2 (linux/amd64) kubernetes/5864a46/leader-election,verb:PUT (${w.time()}) (total time: ${w.number(900)}ms):`,
  (w) =>
    `${w.address()} - - [23/Nov/2026:08:${w.number(60)}:${w.number(60)} +0000] "${w.of(['GET', 'POST', 'PUT'])} /${w.of(['cart', 'orders', 'api/v2/users', 'static/js/main'])}/${w.number(1e6)}?page=${w.number(90)}&sort=createdAt HTTP/1.1" ${w.of([200, 200, 200, 304, 404, 502])} ${w.number(90000)} "https://shop.example.com/products/${w.hex(8)}" "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/${w.number(140)}.0.0.0 Safari/537.36" ${w.number(2000)} 0.0${w.number(99)} [${w.namespace()}-${w.app()}-80] [] ${w.address()}:8080 ${w.number(9000)} 0.0${w.number(99)} 200 ${w.hex(32)}`,
  (w) =>
    `{"level":"${w.of(['info', 'info', 'warn', 'error', 'debug'])}","ts":${Date.parse(w.time()) / 1000},"caller":"controller/controller.go:${w.number(400)}","msg":"${w.of(['Reconciler error', 'Starting workers', 'reconciled successfully', 'skipping update, object is up to date'])}","controller":"${w.app()}","controllerGroup":"apps","controllerKind":"Deployment","${w.app()}":{"name":"${w.pod()}","namespace":"${w.namespace()}"},"reconcileID":"${w.uuid()}"}`,
  (w) =>
    `{"log":"${w.time()} ${w.of(['INFO', 'DEBUG', 'WARN'])} [http-nio-8080-exec-${w.number(30)}] c.e.shop.${w.of(['OrderController', 'PaymentService', 'CartRepository'])} : Handled request orderId=${w.number(1e8)} customer=${w.uuid()} took ${w.number(500)} ms\\n","stream":"stdout","time":"${w.time()}"}`,
  (w) =>
    `${w.time()} stdout F time="${w.time()}" level=${w.of(['info', 'warning', 'error'])} msg="finished unary call with code OK" grpc.code=OK grpc.method=${w.of(['GenerateManifest', 'ListApps', 'GetRevisionMetadata'])} grpc.service=repository.RepoServerService grpc.start_time="${w.time()}" grpc.time_ms=${w.number(9000) / 10} span.kind=server system=grpc`,
  (w) =>
    `${w.time()} stderr F \tat org.springframework.web.servlet.${w.of(['FrameworkServlet.processRequest(FrameworkServlet.java', 'DispatcherServlet.doDispatch(DispatcherServlet.java', 'mvc.method.annotation.RequestMappingHandlerAdapter.handleInternal(RequestMappingHandlerAdapter.java'])}:${w.number(2000)}) ~[spring-webmvc-6.1.${w.number(20)}.jar!/:6.1.${w.number(20)}]`,
  (w) =>
    `${w.time()} stdout F [INFO] ${w.address()}:${w.number(65536)} - ${w.number(65536)} "AAAA IN ${w.app()}.${w.namespace()}.svc.cluster.local. udp ${40 + w.number(60)} false 512" NOERROR qr,aa,rd ${w.number(200)} 0.000${w.number(999999)}s`,
  (w) =>
    `{"level":"info","ts":"${w.time()}","caller":"mvcc/hash.go:151","msg":"storing new hash","hash":${w.number(4e9)},"revision":${w.number(1e9)},"compact-revision":${w.number(1e9)}}`,
  (w) =>
    `{"kind":"Event","apiVersion":"audit.k8s.io/v1","level":"Metadata","auditID":"${w.uuid()}","stage":"ResponseComplete","requestURI":"${w.path()}","verb":"${w.of(['get', 'list', 'watch', 'update'])}","user":{"username":"system:serviceaccount:${w.namespace()}:${w.app()}","uid":"${w.uuid()}","groups":["system:serviceaccounts","system:serviceaccounts:${w.namespace()}","system:authenticated"],"extra":{"authentication.kubernetes.io/pod-name":["${w.pod()}"],"authentication.kubernetes.io/pod-uid":["${w.uuid()}"]}},"sourceIPs":["${w.address()}"],"userAgent":"${w.app()}/v0.0.0 (linux/amd64) kubernetes/$Format","objectRef":{"resource":"leases","namespace":"${w.namespace()}","name":"${w.app()}","apiGroup":"coordination.k8s.io","apiVersion":"v1"},"responseStatus":{"metadata":{},"code":200},"requestReceivedTimestamp":"${w.time()}","stageTimestamp":"${w.time()}","annotations":{"authorization.k8s.io/decision":"allow","authorization.k8s.io/reason":"RBAC: allowed by ClusterRoleBinding \\"${w.app()}\\" of ClusterRole \\"${w.app()}\\" to ServiceAccount \\"${w.app()}/${w.namespace()}\\""}}`,
  (w) =>
    `time="${w.time()}" level=info msg="CreateContainer within sandbox \\"${w.hex(64)}\\" for &ContainerMetadata{Name:${w.app()},Attempt:${w.number(9)},} returns container id \\"${w.hex(64)}\\""`,
  (w) =>
    `Nov 23 08:${w.number(60)}:${w.number(60)} node-${w.number(40)} containerd[${w.number(30000)}]: time="${w.time()}" level=info msg="PullImage \\"registry.example.com/${w.app()}:v1.${w.number(30)}.${w.number(9)}@sha256:${w.hex(64)}\\" returns image reference \\"sha256:${w.hex(64)}\\""`,
  (w) =>
    `\u001b[32m${w.time()}\u001b[0m \u001b[1mINFO\u001b[0m ${w.of(['worker', 'scheduler', 'queue'])}: processed ${w.number(5000)} messages in ${w.number(900) / 100}s, lag=${w.number(200)}, consumer_group=${w.app()}-${w.namespace()}`,
  (w) =>
    `ts=${w.time()} caller=compact.go:519 level=info component=tsdb msg="write block" mint=${w.number(2e9)}000 maxt=${w.number(2e9)}000 ulid=01J${w.letters('0123456789ABCDEFGHJKMNPQRSTVWXYZ', 23)} duration=${w.number(9000) / 1000}s`,
  (w) =>
    `{"@timestamp":"${w.time()}","log.level":"INFO","message":"User ${w.number(1e7)} logged in from ${w.address()} \\u003cdevice=${w.of(['iPhone14,2', 'Pixel 8', 'SM-G991B'])}\\u003e","trace.id":"${w.hex(32)}","span.id":"${w.hex(16)}","service.name":"${w.app()}","etag":"W/\\"${w.letters('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/', 27)}\\""}`,
];

/** Log lines of a Kubernetes cluster, as many as `bytes` hold. */
export function clusterLog(bytes: number, seed = 1): Buffer {
  const words = new Words(seed);
  const text = Buffer.alloc(bytes, '\n');
  for (let at = 0; at < bytes; ) at += text.write(`${words.of(LINES)(words)}\n`, at);
  return text;
}
