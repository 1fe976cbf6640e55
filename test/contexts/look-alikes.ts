/** What looks like a service-account token and is none: nothing of it may be told. */
import { encodeJson, mintShape } from '../helpers/mint.js';

const supabase = mintShape({
  alg: 'ES256',
  payload: { iss: 'https://abcd.supabase.example/auth/v1', role: 'anon', iat: 1790652424, exp: 1822188431 },
});
const tutorial = mintShape({
  header: { alg: 'HS256', typ: 'JWT' },
  alg: 'HS256',
  payload: { sub: '1234567890', name: 'John Doe', iat: 1516239022 },
});
const omni = mintShape({
  payload: { iss: 'omni-default-service-account-issuer', sub: 'ci@serviceaccount.omni.acme.example', exp: 1822188431 },
});
const workflow = mintShape({
  payload: { iss: 'https://token.actions.example', sub: 'repo:acme/web:ref:refs/heads/main' },
});
const base64 = (text: string): string => Buffer.from(text).toString('base64');
const header = encodeJson({ alg: 'RS256', kid: 'abc' });

/** By name. */
export const lookAlikes: { readonly [name: string]: string | Uint8Array } = {
  'backend key': `SUPABASE_ANON_KEY=${supabase}\n`,
  'API key that embeds a JWT in base64': `x-api-key: ${base64(`k1:${base64(tutorial)}`)}\n`,
  tutorial: `    ${tutorial}\n`,
  'tutorial, wrapped': `${tutorial.replaceAll(/.{64}/g, '$&\n')}\n`,
  'tutorial in UTF-16': Buffer.from(`token: ${tutorial}\r\n`, 'utf16le'),
  'platform token': `OMNI_SERVICE_ACCOUNT_KEY=${base64(JSON.stringify({ token: omni }))}\n${omni}\n`,
  'workflow identity': `{"value":"${workflow}"}\n`,
  'OAuth token': `oc login --token=sha256~${'0123456789abcdefABCDEF'.repeat(2).slice(0, 43)}\n`,
  'bootstrap token': 'kubeadm join --token 9a08jv.c0izixklcxtmnze7\n',
  'masked header': '-H "Authorization: Bearer <masked>"\n',
  placeholder: `token: ${header}.eyJpc3MiOiJrdWJlcm5ldGVzL3NlcnZpY2VhY2NvdW50Ii...\n`,
  'header alone': `\\"token\\":\\"${header} [truncated 1034 chars]\n`,
  'subject alone': 'name: system:serviceaccount:ci:deployer\nkubernetes.io/serviceaccount/namespace: ci\n',
  'garbage between dots': `${header}.${'A'.repeat(300)}.${'B'.repeat(342)}\n`,
  'two halves of two tokens': `${header}\nand then\n.${encodeJson({ sub: 'system:serviceaccount:ci:deployer' })}\n`,
};
