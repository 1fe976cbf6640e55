import test from 'ava';
import { outlivesRevocation, readAudiences, type AudienceReading } from '../../src/token/audience.js';

const local = 'https://kubernetes.default.svc.cluster.local';
const gke = 'https://container.googleapis.com/v1/projects/p/locations/l/clusters/c';

const kind = test.macro({
  exec: (t, audiences: readonly string[], issuer: string | null, expected: AudienceReading['kind'], lives: boolean) => {
    const reading = readAudiences(audiences, issuer);
    t.is(reading.kind, expected);
    t.is(outlivesRevocation(reading), lives);
  },
  title: (_, audiences: readonly string[], __, expected: string) => `[${audiences.join(', ')}] is ${expected}`,
});

test(kind, [], 'kubernetes/serviceaccount', 'api-server', false);
test(kind, [local], local, 'api-server', false);
test(kind, ['https://kubernetes.default.svc'], null, 'api-server', false);
test(kind, [gke], gke, 'api-server', false);
test(kind, [local, 'k3s'], local, 'api-server', false);
test(kind, ['unknown'], 'rke', 'api-server', false);
test(kind, [local, 'sts.amazonaws.com'], local, 'api-server', true);
test(kind, ['sts.amazonaws.com'], local, 'external', true);
test(kind, ['sts.amazonaws.com.cn'], local, 'external', true);
test(kind, ['pods.eks.amazonaws.com'], local, 'external', true);
test(kind, ['acme-dev.svc.id.goog'], local, 'external', true);
test(kind, ['api://AzureADTokenExchange'], local, 'external', true);
test(kind, ['sts.aliyuncs.com'], local, 'external', true);
test(kind, ['vault'], local, 'external', true);
test(kind, ['conjur'], local, 'external', true);
test(kind, ['https://api.openai.com/v1'], local, 'external', true);
test(kind, ['istio-ca'], local, 'external', false);
test(kind, ['system:konnectivity-server'], local, 'external', false);
test(kind, ['my-app'], local, 'unknown', true);
test(kind, ['vault', 'my-app'], local, 'unknown', true);

test('who takes it is told by name', (t) => {
  const { acceptors, unknown } = readAudiences(['vault', 'my-app', local], local);
  t.deepEqual(
    acceptors.map(({ id, audience }) => [id, audience]),
    [['vault', 'vault']],
  );
  t.deepEqual(unknown, ['my-app']);
});
