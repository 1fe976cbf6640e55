/** Texts made to be slow: each is a piece that is repeated, and every one of them has been slow once, or could be. */
import { Random } from './random.js';

const random = new Random(4);
const base64 = (text: string | Uint8Array): string => Buffer.from(text).toString('base64');
const binary = (text: string): Buffer => Buffer.from(text, 'latin1');
const utf16 = (text: string): string => Buffer.from(text, 'utf16le').toString('latin1');
const wrapped = (text: string, by: string, columns = 76): string =>
  text.replace(new RegExp(`.{${columns}}`, 'g'), `$&${by}`);

/** `hexdump -C` of bytes, with offsets that start anew with each piece. */
function hexDump(bytes: Uint8Array): string {
  const lines = [];
  for (let at = 0; at < bytes.length; at += 16) {
    const row = Buffer.from(bytes.subarray(at, at + 16));
    const digits = row.toString('hex').replace(/../g, '$& ').padEnd(48);
    lines.push(`${at.toString(16).padStart(8, '0')}  ${digits} |${row.toString('latin1').replace(/[^ -~]/g, '.')}|\n`);
  }
  return lines.join('');
}

const header = 'eyJhbGciOiJSUzI1NiIsImtpZCI6ImEifQ';
const cri = '2026-11-23T10:00:00.000000000Z stdout P ';
const docker = (log: string): string => `{"log":"${log}","stream":"stdout","time":"2026-11-23T10:00:00.000000000Z"}\n`;

const magics: Readonly<Record<string, string>> = {
  gzip: '\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03',
  zip: 'PK\x03\x04\x14\x00\x00\x00\x08\x00',
  xz: '\xfd7zXZ\x00\x00\x04',
  bzip2: 'BZh91AY&SY',
  zstd: '\x28\xb5\x2f\xfd\x04\x58',
};

function* startsOfContainers(): Generator<readonly [title: string, piece: string]> {
  for (const [name, magic] of Object.entries(magics)) {
    const text = base64(binary(magic));
    yield [`starts of ${name}`, magic];
    yield [`starts of ${name} in base64`, text];
    yield [`starts of ${name} in base64, one a line`, `${text}\n`];
    yield [`starts of ${name} in wrapped base64`, wrapped(text.repeat(500), '\n')];
    yield [`starts of ${name} in base64 of base64`, base64(text)];
    yield [`starts of ${name} in base64, as strings`, `"${text}", `];
    yield [`starts of ${name} before base64 letters`, text + random.base64url(4096).replaceAll(/[-_]/g, 'A')];
  }
}

/** The pieces by their titles; one character is one byte. */
export const pathologicalText: Readonly<Record<string, string>> = {
  'only eyJ': 'eyJ',
  'only ZXlK': 'ZXlK',
  'only base64 letters': random.base64url(1 << 16).replaceAll(/[-_]/g, 'A'),
  'only base64 letters, in lines of 76': wrapped(random.base64url(1 << 16), '\n'),
  'only a hex dump': hexDump(binary(random.base64url(1 << 15))),
  'only hex digits': random.hex(1 << 16),
  'eyJ and dots': 'eyJ.',
  'eyJ and spaces': 'eyJ ',
  'eyJ on each line': 'eyJ\n',
  'eyJ behind the prefix of a log': 'Nov 23 10:00:01 host app[7]: eyJ\n',
  'eyJ in partial records': `${cri}eyJ\n`,
  'eyJ in quoted-printable': 'eyJ=\n',
  'eyJ in a string with line ends': 'eyJ\\r\\n',
  'eyJ in pieces of code': '"eyJ" +\n ',
  'ZXlK on each line': 'ZXlK\n',
  'ZXlK in lines of 75': wrapped('ZXlK'.repeat(4096), '\n', 75),
  'ZXlK in partial records': `${cri}${'ZXlK'.repeat(20)}\n`,
  'H4sI on each line': 'H4sI\n',
  'H4sI and spaces': 'H4sI ',
  'H4sI in pieces of code': '"H4sIAAAA" +\n ',
  'H4sI in partial records': `${cri}H4sIAAAA\n`,
  'what follows eyJ, on each line': ' \nbGciO',
  'what follows eyJ': 'bGciO',
  'eyJ as hex digits': '65794a',
  'eyJ as hex digits, on each line': '65794a\n',
  'eyJ as a dump without lines': '65 79 4a ',
  'gzip as hex digits, on each line': '1f8b0800\n',
  'gzip as a dump without lines': '1f 8b 08 ',
  'a dump of eyJ': hexDump(binary('eyJhbGciOi'.repeat(2048))),
  'a dump of gzip': hexDump(binary('\x1f\x8b\x08\x00'.repeat(4096))),
  'a dump whose offsets repeat': hexDump(binary('eyJhbGciOiJS6789')),
  'a dump in partial records': cri + hexDump(binary('eyJhbGciOiJS6789')),
  'a dump in a string': JSON.stringify(hexDump(binary('eyJhbGciOi'.repeat(2048)))).slice(1, -1),
  'escapes of JSON': '\\u0065',
  'escapes of JSON in JSON': '\\\\u0065',
  'escapes of JSON, and spaces': `${'\\u0065'.repeat(50)} `,
  'escapes of programs': '\\x65\\x79\\x4a',
  'decimal numbers of eyJ': '101 121 74 ',
  'numbers of C of eyJ': '0x65, 0x79, 0x4a, ',
  'decimal numbers of eyJ on each line': '101 121 74\n',
  'decimal numbers of eyJ that others are glued to': '101 121 745 ',
  'decimal numbers of eyJ, glued to others': '1101 121 74 ',
  'decimal numbers of eyJ, glued to others by line ends': '5\n101 121 74 6\n',
  'decimal numbers of eyJ, too large ones between': '101 121 74 300 ',
  'numbers of C of eyJ on each line': '0x65, 0x79, 0x4a,\n  ',
  'a long line of pairs': `${'00 '.repeat(300)}65 79 4a zz\n`,
  'only numbers': Array.from({ length: 1 << 14 }, () => `${random.below(256)} `).join(''),
  'percent-encoding throughout': '%65%79%4A',
  'escapes of HTML': '&#x65;',
  'decimal escapes of HTML': '&#101;',
  'escapes of HTML that break off': '&#x4',
  'escaped dots': '%2EeyJ',
  'eyJ in UTF-16': utf16('eyJ'),
  'eyJ and dots in UTF-16': utf16('eyJ.'),
  'ZXlK in UTF-16': utf16('ZXlK'),
  'H4sI on each line in UTF-16': utf16('H4sI\n'),
  'escapes of JSON in UTF-16': utf16('\\u0065'),
  'eyJ and dots in base64': base64('eyJ.'.repeat(999)),
  'eyJ and dots in four layers of base64': base64(base64(base64(base64('eyJ.'.repeat(99))))),
  'H4sI in two layers of base64': base64(base64('H4sI'.repeat(999))),
  'eyJ in base64 of UTF-16': base64(binary(utf16('eyJ'.repeat(999)))),
  'headers, without dots': header,
  'headers on each line': `${header}\n`,
  'one header, again and again': `${header}.`,
  'one header on each line': `${header}.\n`,
  'header and open payload, again and again': `${header}.eyJzdWIi`,
  'headers without an end in records of Docker': docker('eyJ'.repeat(5461)),
  'headers and dots in records of Docker': docker(`${header}.`.repeat(400)),
  ...Object.fromEntries(startsOfContainers()),
};
