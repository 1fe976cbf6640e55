/** Where tokens leak wrapped: encoded, dumped, broken over lines. */
import { goDump, tcpdump, xxd } from './dumps.js';
import {
  base64,
  broken,
  cut,
  filled,
  filledIn,
  joined,
  marked,
  type MarkedText,
  utf16,
  written,
} from './marked-text.js';

/** How a leak is written, and as what it is read. */
export interface Wrapped {
  readonly write: (token: string) => MarkedText;
  readonly encodings: readonly string[];
}

type Write = (token: string) => MarkedText;

/** How a protobuf body starts in which kube-apiserver answers a TokenRequest, and how it ends. */
const protobuf = (token: string): MarkedText =>
  joined(
    'k8s\0\n+\n\x18authentication.k8s.io/v1\x12\x0cTokenRequest\x12\xc7\x09\n\0\x12\x08\x12\0\x18\x90\x1c\x1a\xa3\x07\n\x98\x07',
    marked(token),
    '\x12\x06\x08\x98\xfc\xec\xd5\x06\x1a\0"\0',
  );

const klogHead = 'I1123 20:39:14.436652    4409 serviceaccount.go:87] "Response Body" body=<\n';
const time = (index: number): string => `2026-11-23T10:00:00.${String(1000 + index).padStart(9, '0')}Z`;

const base64Forms: { readonly [name: string]: Write } = {
  'kubectl get secret -o yaml': (token) =>
    joined('data:\n  namespace: Y2k=\n  token: ', base64(marked(token)), '\nkind: Secret\n'),
  'kubectl get secret -o json': (token) => joined('{"data":{"ca.crt":"LS0t","token":"', base64(marked(token)), '"}}'),
  'base64 of 76 columns': (token) => joined(broken(base64(marked(token)), 76, '\n'), '\n'),
  'base64 of 76 columns, indented': (token) =>
    joined('  token: |\n    ', broken(base64(marked(token)), 76, '\n    '), '\nkind: Secret\n'),
  'kubeconfig in a CI variable': (token) =>
    joined('KUBE_CONFIG_DATA=', base64(filled('users:\n- name: ci\n  user:\n    token: T\n', token))),
  'kubeconfig in a CI variable, one byte on': (token) =>
    joined('KUBE_CONFIG_DATA=', base64(filled('users:\n- name: dev\n  user:\n    token: T\n', token))),
  'kubeconfig in a CI variable, two bytes on': (token) =>
    joined('KUBE_CONFIG_DATA=', base64(filled('users:\n- name: prod\n  user:\n    token: T\n', token))),
  'Argo CD cluster Secret, data': (token) =>
    joined('  config: ', base64(filled('{"bearerToken":"T","tlsClientConfig":{"insecure":false}}', token)), '\n'),
  'docker auths': (token) => joined('{"auths":{"r":{"auth":"', base64(filled('serviceaccount:T', token)), '"}}}'),
  'WebSocket subprotocol': (token) =>
    joined(
      'Sec-WebSocket-Protocol: base64url.bearer.authorization.k8s.io.',
      base64(marked(token), 'base64url'),
      ', base64.binary.k8s.io',
    ),
};

const deepForms: { readonly [name: string]: Write } = {
  'Secret in a base64 variable': (token) => base64(joined('token: ', base64(marked(token)), '\n')),
};

const joinedForms: { readonly [name: string]: Write } = {
  'wrapped at 80 columns': (token) => joined(broken(marked(token), 80, '\n'), '\n'),
  'wrapped at 80 columns, CRLF': (token) => joined(broken(marked(token), 80, '\r\n'), '\r\n'),
  'quoted pieces in code': (token) => joined('const token = "', broken(marked(token), 76, '"+\n"'), '";\n'),
  'quoted pieces in code, indented': (token) => joined('token = "', broken(marked(token), 76, '" +\n    "'), '";\n'),
  'adjacent literals': (token) => joined('token = ("', broken(marked(token), 76, '"\n         "'), '")\n'),
  'YAML double-quoted fold': (token) => joined('token: "', broken(marked(token), 70, '\\\n  '), '"\n'),
  'YAML folded block': (token) => joined('token: >-\n  ', broken(marked(token), 70, '\n  '), '\nkind: Config\n'),
  'YAML literal block': (token) => joined('token: |\n  ', broken(marked(token), 64, '\n  '), '\nkind: Config\n'),
  'quoted-printable': (token) =>
    joined('Content-Transfer-Encoding: quoted-printable\n\n', broken(marked(token), 75, '=\n'), '\n'),
  'CRI partial lines': (token) =>
    joined(
      ...cut(joined('SA Token: ', marked(token)), 300).flatMap((line, index, { length }) => [
        `${time(index)} stdout ${index === length - 1 ? 'F' : 'P'} `,
        line,
        '\n',
      ]),
      `${time(99)} stdout F done\n`,
    ),
  'docker records of 16 KiB': (token) => {
    const record = (line: MarkedText, index: number, isLast: boolean): MarkedText =>
      joined('{"log":"', line, `${isLast ? '\\n' : ''}","stream":"stdout","time":"${time(index)}"}\n`);
    const text = joined('x'.repeat(16_100), ' ', marked(token));
    return joined(...cut(text, 16_384).map((line, index, { length }) => record(line, index, index === length - 1)));
  },
};

const dumpForms: { readonly [name: string]: Write } = {
  'client-go protobuf body, dumped by klog': (token) =>
    joined(klogHead, ...goDump(protobuf(token)).flatMap((line) => ['\t', line, '\n']), ' >\n'),
  'client-go protobuf body in a CRI log': (token) =>
    joined(
      `${time(0)} stderr F ${klogHead}`,
      ...goDump(protobuf(token)).flatMap((line, index) => [`${time(index + 1)} stderr F \t`, line, '\n']),
      `${time(999)} stderr F  >\n`,
    ),
  'tcpdump -X': (token) =>
    joined(
      ...tcpdump(filled('GET /api HTTP/1.1\r\nAuthorization: Bearer T\r\n\r\n', token)).flatMap((line) => [line, '\n']),
    ),
  xxd: (token) => joined(...xxd(filled('{"token":"T"}', token)).flatMap((line) => [line, '\n'])),
  'hex string': (token) =>
    joined(
      'payload=',
      written(filled('{"token":"T"}', token), (byte) => byte.toString(16).padStart(2, '0')),
      '\n',
    ),
};

/** Numbers with `separator` between, which belongs to the token where it stands between two of its bytes. */
function listed(token: MarkedText, write: (byte: number) => string, separator: string): MarkedText {
  const numbers = cut(token, 1).map((byte) => written(byte, write));
  return filledIn(joined(...numbers.flatMap((number, index) => (index === 0 ? [number] : [separator, number]))));
}

const prefixed = (byte: number): string => `0x${hex(byte, 2)}`;

/** Twelve numbers a line; the comma behind a line is the token's when it goes on. */
function rowsOf(text: MarkedText): readonly (string | MarkedText)[] {
  return cut(text, 12).flatMap((row, index, rows) => {
    const next = rows[index + 1];
    const isInside = row.marks[row.marks.length - 1] === 1 && next?.marks[0] === 1;
    const comma = isInside ? marked(',') : ',';
    return ['\n  ', listed(row, prefixed, ', '), next === undefined ? '' : comma];
  });
}

const listForms: { readonly [name: string]: Write } = {
  'Go bytes, %v of a Secret': (token) =>
    joined('Data:map[ca.crt:[45 45 45] token:[', listed(marked(token), String, ' '), ']] Type:Opaque'),
  'Go bytes of a body, %v': (token) => joined('body: [', listed(filled('{"token":"T"}', token), String, ' '), ']\n'),
  'Rust and Java bytes': (token) => joined('Token([', listed(marked(token), String, ', '), '])\n'),
  'Node buffer in JSON': (token) =>
    joined('{"type":"Buffer","data":[', listed(filled('{"token":"T"}', token), String, ','), ']}\n'),
  'Go bytes, %#v': (token) => joined('[]byte{', listed(marked(token), prefixed, ', '), '}\n'),
  'xxd -i': (token) => joined('unsigned char token[] = {', ...rowsOf(joined(marked(token), '\n')), '\n};\n'),
};

const escapedForms: { readonly [name: string]: Write } = {
  'JSON escapes': (token) =>
    joined(
      '{"token":"',
      escapedLetters(token, (code) => `\\u${hex(code, 4)}`),
      '"}',
    ),
  'HTML entities throughout': (token) =>
    joined(
      '<b>',
      written(marked(token), (byte) => `&#${byte};`),
      '</b>',
    ),
  'escapes of programs': (token) =>
    joined(
      'b"',
      written(marked(token), (byte) => `\\x${hex(byte, 2)}`),
      '"',
    ),
  'percent-encoded throughout': (token) =>
    joined(
      '?token=',
      written(marked(token), (byte) => `%${hex(byte, 2).toUpperCase()}`),
      '&x=1',
    ),
  'percent-encoded dots': (token) => joined('?token=', dots(token, '%2E'), '&x=1'),
};

const utf16Forms: { readonly [name: string]: Write } = {
  'UTF-16LE of PowerShell': (token) => joined('\xff\xfe', utf16(filled('$token = "T"\r\n', token))),
  'UTF-16LE without a mark': (token) => utf16(filled('token: T\r\n', token)),
  'UTF-16BE': (token) => joined('\xfe\xff', utf16(filled('token: T\r\n', token), 'BE')),
};

const hex = (code: number, length: number): string => code.toString(16).padStart(length, '0');

/** The letters e of a token escaped, which is what filters of words do. */
function escapedLetters(token: string, write: (code: number) => string): MarkedText {
  return written(marked(token), (byte) => (byte === 0x65 ? write(byte) : String.fromCharCode(byte)));
}

function dots(token: string, dot: string): MarkedText {
  return written(marked(token), (byte) => (byte === 0x2e ? dot : String.fromCharCode(byte)));
}

function shelf(
  forms: { readonly [name: string]: Write },
  ...encodings: readonly string[]
): readonly [string, Wrapped][] {
  return Object.entries(forms).map(([name, write]) => [name, { write, encodings }]);
}

/** Everything of the above by name. */
export const wrapped: { readonly [name: string]: Wrapped } = Object.fromEntries([
  ...shelf(base64Forms, 'base64'),
  ...shelf(deepForms, 'base64', 'base64'),
  ...shelf(joinedForms),
  ...shelf(dumpForms, 'hex-dump'),
  ...shelf(escapedForms, 'escapes'),
  ...shelf(listForms, 'byte-list'),
  ...shelf(utf16Forms, 'utf16'),
  ...shelf(
    { 'PowerShell -EncodedCommand': (token) => joined('powershell -enc ', base64(utf16(filled('$t="T"', token)))) },
    'base64',
    'utf16',
  ),
]);
