/** Where tokens leak as they are: logs, configuration, tools, prose. `T` stands for the token. */

/** What leaks, and how it looks there. */
export const bare: { readonly [name: string]: string } = {
  'kubectl describe secret':
    'Type:  kubernetes.io/service-account-token\n\nData\n====\nnamespace:  2 bytes\ntoken:      T\n',
  'client-go headers': `I0226 03:06:39.834301       1 round_trippers.go:419] curl -k -v -XGET  -H "Accept: application/json, */*" -H "Authorization: Bearer T" 'https://10.152.183.1:443/apis/apps/v1'`,
  'client-go body':
    'I0226 03:06:39.834301       1 request.go:1154] Response Body: {"kind":"TokenRequest","status":{"token":"T","expirationTimestamp":"2026-11-23T11:00:00Z"}}',
  'client-go body, escaped by klog':
    'I1123 20:38:15.100427    2228 serviceaccount.go:87] "Response Body" body="{\\"kind\\":\\"TokenRequest\\",\\"status\\":{\\"token\\":\\"T\\",\\"expirationTimestamp\\":\\"2026-11-23T11:00:00Z\\"}}"',
  'klog value of many lines':
    'I1123 20:38:15.100427    2228 request.go:1212] "Request Body" body=<\n\t{"kind":"TokenReview","apiVersion":"authentication.k8s.io/v1","spec":{"token":"T"}}\n >\n',
  'TokenReview of a webhook client':
    '{"level":"debug","logger":"auth","tokenreview":{"metadata":{"creationTimestamp":null},"spec":{"token":"T","audiences":null}}}',
  kubeconfig: 'users:\n- name: ci\n  user:\n    token: T\n',
  'audit event':
    '{"kind":"Event","level":"RequestResponse","requestURI":"/api/v1/namespaces/default/serviceaccounts/default/token","verb":"create","responseObject":{"kind":"TokenRequest","status":{"token":"T","expirationTimestamp":"2026-11-23T11:00:00Z"}}}',
  'CSI driver':
    'GRPC request: {"volume_context":{"csi.storage.k8s.io/serviceAccount.tokens":"{\\"vault\\":{\\"token\\":\\"T\\",\\"expirationTimestamp\\":\\"2026-11-23T11:00:00Z\\"}}"}}',
  'CSI driver, escaped twice':
    '{"msg":"{\\"serviceAccount.tokens\\":\\"{\\\\\\"vault\\\\\\":{\\\\\\"token\\\\\\":\\\\\\"T\\\\\\"}}\\"}"}',
  'docker json-file': '{"log":"SA Token: T\\n","stream":"stdout","time":"2026-11-23T10:00:00.000000001Z"}',
  'CRI log': '2026-11-23T10:00:00.000000000Z stdout F SA Token: T',
  'log.Println': '2025/09/01 10:00:00 SA Token: T',
  'kubectl flag': 'kubectl --token=T get pods',
  'kubectl flag, quoted': `+ kubectl --token "T" --server 'https://10.0.0.1' get pods`,
  'set -x': '+ curl -H "Authorization: Bearer T" https://$KUBERNETES_SERVICE_HOST/api',
  '.env': 'K8S_SERVER=https://10.0.0.1\nK8S_TOKEN=T\nLOG_LEVEL=info\n',
  'drone plugin': 'PLUGIN_TOKEN=T',
  'CI variable': 'variables:\n  KUBERNETES_TOKEN: T\n',
  'Terraform state': '"data": {"ca.crt": "-----BEGIN", "namespace": "ci", "token": "T"}',
  'Terraform state, token request': '"type": "kubernetes_token_request_v1", "attributes": {"token": "T"}',
  'Terraform plan': '      ~ token = "T" -> (known after apply)',
  'Terraform provider log':
    '2026-11-23T10:00:00.000Z [DEBUG] plugin.terraform-provider-rancher2: {"type":"cluster","kubeConfig":"","token":"T"}',
  'Helm values': 'deployer:\n  enabled: true\n  token: T\n',
  'Ansible environment': 'K8S_AUTH_API_KEY=T',
  'Ansible -vvv': 'ok: [localhost] => {"invocation": {"module_args": {"api_key": "T", "validate_certs": false}}}',
  'Argo CD cluster Secret': `stringData:\n  config: |\n    {"bearerToken":"T","tlsClientConfig":{"insecure":false}}\n`,
  'Argo CD last-applied annotation':
    'kubectl.kubernetes.io/last-applied-configuration: |\n      {"stringData":{"config":"{\\"bearerToken\\":\\"T\\"}"},"type":"Opaque"}\n',
  'Prometheus authorization': 'authorization:\n  type: Bearer\n  credentials: T\n',
  'Prometheus bearer_token': 'bearer_token: T\n',
  'Vault login': '{"role":"x","jwt":"T"}',
  'Vault configuration': 'vault write auth/kubernetes/config token_reviewer_jwt=T kubernetes_host=https://10.0.0.1',
  dockercfg: '{"auths":{"registry.acme.example":{"username":"serviceaccount","password":"T"}}}',
  'URL query': 'GET /k8s?k8sToken=T HTTP/1.1',
  'URL query, more follows': 'https://host/path?access_token=T&expires_in=3600',
  'HAR, encoded JSON': '"value": "%7B%22token%22%3A%22T%22%7D"',
  'HAR, encoded header': 'authorization=Bearer%20T&verb=get',
  'dashboard login': '{"kubeConfig":"","password":"","token":"T"}',
  'Calico CNI': '"policy": {"type": "k8s", "k8s_auth_token": "T"}',
  'linkerd, telepresence': 'level=debug msg="using token T for https://10.0.0.1"',
  'core dump': '\0\0\x7fELF\x02\x01\0\x10\x8a\xffT\0\0\x03\0\0\0\xf0',
  'Secret in etcd, protobuf':
    'k8s\0\n\x0c\n\x02v1\x12\x06Secret\x12\x9e\x07\n\x14\n\x08deployer\x12\0\x12\x84\x05\n\x05token\x12\xfa\x04T\x1a#kubernetes.io/service-account-token\x1a\0"\0',
  pcap: '\xd4\xc3\xb2\xa1\x02\0\x04\0\0\0\0\0GET /api HTTP/1.1\r\nAuthorization: Bearer T\r\nHost: 10.0.0.1\r\n\r\n',
  'bare line': 'T',
  'JSON value': '{"token":"T"}',
  'escaped JSON': 'body="{\\"token\\":\\"T\\"}"',
  'before a comma': 'user, T, expired',
  'Bearer header': 'Authorization: Bearer T',
  'Go map': 'map[Authorization:[Bearer T] Accept:[*/*]]',
  'Go struct': '{Host:https://10.0.0.1 Token:T}',
  'escaped line ends': '"\\nT\\n"',
  'escaped tab': '"\\tT"',
  'encoded blank': 'Bearer%20T',
  XML: '<token>T</token>',
  'HTML entities': '&quot;T&quot;',
  parentheses: '(T)',
  'end of a sentence': 'The token is T.',
  'Markdown table': '| T | markdown |',
  underscore: 'k8s_T',
  'ANSI colours': '\u001b[32mT\u001b[0m',
  'NUL-terminated': 'T\0',
  CSV: 'a;T;b',
  'JSON escape before it': '"\\u0022T\\u0022"',
};
