import test from 'ava';
import fc from 'fast-check';
import { issuerOf } from '../../src/token/issuer.js';

const uuid = '6d0cf2f4-1d4a-4c5e-9a0b-0f2b6f5f8a11';
const other = '0b9d1c55-5f0e-4c58-8a0e-2f6f4f8a9c77';
const id = '0123456789ABCDEF0123456789ABCDEF';

const known = test.macro({
  exec: (t, url: string, provider: string | null, cluster: { readonly [fact: string]: string }) => {
    t.deepEqual(issuerOf(url), { url, provider, cluster });
  },
  title: (_, url: string, provider: string | null) => `${url} is ${provider ?? 'nobody’s in particular'}`,
});

test(known, `https://oidc.eks.eu-central-1.amazonaws.com/id/${id}`, 'eks', { region: 'eu-central-1', id });
test(known, `https://oidc.eks.cn-north-1.amazonaws.com.cn/id/${id}`, 'eks', { region: 'cn-north-1', id });
test(known, `https://oidc.eks.us-gov-west-1.amazonaws.com/id/${id}`, 'eks', { region: 'us-gov-west-1', id });
test(known, `https://oidc.eks.us-iso-east-1.c2s.ic.gov/id/${id}`, 'eks', { region: 'us-iso-east-1', id });
test(known, `https://oidc.eks.us-isob-east-1.sc2s.sgov.gov/id/${id}`, 'eks', { region: 'us-isob-east-1', id });
test(known, `https://oidc-eks.eu-west-1.api.aws/id/${id}`, 'eks', { region: 'eu-west-1', id });
test(known, `https://oidc-eks.cn-north-1.api.amazonwebservices.com.cn/id/${id}`, 'eks', { region: 'cn-north-1', id });
test(known, 'https://container.googleapis.com/v1/projects/acme-dev/locations/europe-west1-b/clusters/one', 'gke', {
  project: 'acme-dev',
  location: 'europe-west1-b',
  cluster: 'one',
});
test(known, `https://westeurope.oic.prod-aks.azure.com/${uuid}/${other}/`, 'aks', {
  region: 'westeurope',
  tenant: uuid,
  id: other,
});
test(known, `https://westeurope.oic.prod-aks.azure.com/${uuid}/${other}`, 'aks', {
  region: 'westeurope',
  tenant: uuid,
  id: other,
});
test(known, `https://northamerica.oic.prod-arc.azure.com/${uuid}/${other}/`, 'azure-arc', {
  geography: 'northamerica',
  tenant: uuid,
  id: other,
});
test(known, 'https://kubernetes.default.svc', 'openshift', {});
test(known, 'https://rh-oidc.s3.us-east-1.amazonaws.com/23a1b2c3d4', 'rosa', { id: '23a1b2c3d4' });
test(known, 'https://oidc.op1.openshiftapps.com/23a1b2c3d4', 'rosa', { id: '23a1b2c3d4' });
test(known, 'https://oidc.op1.openshiftusgov.com/23a1b2c3d4', 'rosa', { id: '23a1b2c3d4' });
test(known, `https://objectstorage.eu-frankfurt-1.oraclecloud.com/n/acme/b/oidc/o/${uuid}`, 'oke', {
  region: 'eu-frankfurt-1',
  namespace: 'acme',
  id: uuid,
});
test(known, `https://acme.objectstorage.eu-frankfurt-1.oci.customer-oci.com/n/acme/b/oidc/o/${uuid}`, 'oke', {
  region: 'eu-frankfurt-1',
  namespace: 'acme',
  id: uuid,
});
test(known, 'https://oidc-ack-cn-hangzhou.oss-cn-hangzhou.aliyuncs.com/c0123456789abcdef', 'ack', {
  region: 'cn-hangzhou',
  id: 'c0123456789abcdef',
});
test(known, `https://discovery.ingress.garden.example/projects/p1/shoots/${uuid}/issuer`, 'gardener', {
  garden: 'garden.example',
  project: 'p1',
  shoot: uuid,
});
test(known, 'https://10.0.0.5:6443', 'talos', { endpoint: '10.0.0.5' });
test(known, 'https://localhost:6443', 'kamaji', {});
test(known, 'k3s', 'k3s', {});
test(known, 'rke', 'rke', {});
test(known, 'https://acme-oidc.s3.eu-west-1.amazonaws.com', 'self-hosted', { bucket: 'acme-oidc' });
test(known, 'https://s3-eu-west-1.amazonaws.com/acme-oidc/one', 'self-hosted', { bucket: 'acme-oidc' });
test(known, 'https://storage.googleapis.com/acme-oidc', 'self-hosted', { bucket: 'acme-oidc' });
test(known, 'https://acme.blob.core.windows.net/oidc/', 'self-hosted', { account: 'acme', container: 'oidc' });
test(known, 'https://raw.githubusercontent.com/acme/keys/main', 'self-hosted', { owner: 'acme', repository: 'keys' });
test(known, 'kubernetes/serviceaccount', null, {});
test(known, 'https://kubernetes.default.svc.cluster.local', null, {});
test(known, `https://oidc.eks.eu-central-1.amazonaws.com.evil.example/id/${id}`, null, {});
test(known, `http://oidc.eks.eu-central-1.amazonaws.com/id/${id}`, null, {});
test(known, `https://oidc.eks.eu-central-1.amazonaws.com/id/${id}\n`, null, {});

test('no issuer is no issuer', (t) => {
  t.deepEqual(issuerOf(null), { url: null, provider: null, cluster: {} });
});

test('facts about a cluster never hold what a shell or a terminal would obey', (t) => {
  const parts = fc.array(
    fc.oneof(fc.string(), fc.constantFrom('https://', '.s3.', 'oidc.eks.', '/id/', id, '.amazonaws.com')),
  );
  fc.assert(
    fc.property(parts, (pieces) => {
      t.true(Object.values(issuerOf(pieces.join('')).cluster).every((fact) => /^[\w.:[\]$-]+$/.test(fact)));
    }),
  );
});
