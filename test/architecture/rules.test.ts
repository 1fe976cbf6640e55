import test from 'ava';
import type { Law } from './law.js';
import { readHouseFile } from './read-house.js';
import * as rules from './rules.js';

const room = { rooms: [], builtins: [], packages: [], advice: 'do otherwise' };
const law: Law = {
  rooms: {
    model: room,
    detectors: { ...room, rooms: ['model'] },
    registry: { ...room, rooms: ['detectors'] },
    reporters: { ...room, rooms: ['model'], builtins: ['util'], packages: ['@a/b', 'c'] },
    verbs: { ...room, rooms: ['model', 'registry'] },
    index: { ...room, rooms: ['verbs'] },
    cli: { ...room, rooms: ['index'] },
  },
  doors: {
    disk: { builtins: ['fs'], words: [], keys: { 'src/cli/': 'reads', 'src/attic/': 'reads' }, advice: 'ask the cli' },
    process: {
      builtins: ['process'],
      words: ['process', 'Date.now', 'Date()', '.reveal('],
      keys: { 'src/cli/main.ts': 'is it' },
      advice: 'no',
    },
  },
  exceptions: {
    'src/model/odd.ts → src/scan.ts': 'is odd',
    'src/model/odd.ts → src/cli/': 'is odder',
  },
  names: { 'src/flags/': 'is a shelf' },
};

type House = Readonly<Record<string, string>>;

/** Judges a small house, given as path → text, by one rule; `expected` are the beginnings of what the rule says. */
const says = test.macro<[title: string, rule: rules.Rule, house: House, expected: readonly string[]]>({
  exec(t, _title, rule, house, expected) {
    const files = Object.entries(house).map(([path, text]) => readHouseFile(path, text));
    const breaches = rule(files, law);
    t.deepEqual(
      breaches.map((breach, index) => breach.slice(0, expected[index]?.length)),
      expected,
    );
  },
  title: (_given, title) => title,
});

const { keepsImportLaw, keepsDoors, hasNoDeadLaw } = rules;
test(
  says,
  'a room may import itself and what its law names',
  keepsImportLaw,
  {
    'src/reporters/a.ts':
      "import './b.js'; import '../model/c.js'; import 'node:util'; import '@a/b/d'; import 'c/e.js';",
    'src/scan.ts': "import './redact.js'; import '../detectors/index.js'",
  },
  [],
);
test(
  says,
  'a type import from another room is a breach',
  keepsImportLaw,
  {
    'src/model/a.ts': "\nimport type { A } from '../reporters/a.js';",
  },
  ['src/model/a.ts:2 (model) may not import src/reporters/a.ts: do otherwise'],
);
test(
  says,
  'a dynamic import and a computed one are breaches',
  keepsImportLaw,
  {
    'src/cli/a.ts': "import('../scan.js'); import(name);",
  },
  ['src/cli/a.ts:1 (cli) may not import src/scan.ts', 'src/cli/a.ts:1 (cli) may not import a computed name'],
);
test(
  says,
  'modules of Node and packages that the law does not name are breaches',
  keepsImportLaw,
  {
    'src/model/a.ts': "import 'node:util'; import '@a/b'; import 'util';",
  },
  [
    'src/model/a.ts:1 (model) may not import node:util',
    'src/model/a.ts:1 (model) may not import @a/b',
    'src/model/a.ts:1 (model) may not import util',
  ],
);
test(
  says,
  'a detector may not import a detector, the registry may',
  keepsImportLaw,
  {
    'detectors/a.ts': "import './b.js';",
    'detectors/index.ts': "import './a.js';",
  },
  ['detectors/a.ts:1 (detectors) may not import detectors/b.ts'],
);
test(says, 'a test is no room', keepsImportLaw, { 'src/scan.ts': "import '../test/a.js';" }, [
  'src/scan.ts:1 (verbs) may not',
]);
test(says, 'a room without law is a breach', keepsImportLaw, { 'src/attic/a.ts': '' }, [
  'src/attic/a.ts: the law knows no room',
]);
test(
  says,
  'an exception holds for its arrow alone',
  keepsImportLaw,
  {
    'src/model/odd.ts': "import '../scan.js'; import '../cli/main.js';",
    'src/model/odder.ts': "import '../scan.js';",
  },
  ['src/model/odder.ts:1'],
);

test(
  says,
  'behind a door are its modules, globals and calls',
  keepsDoors,
  {
    'src/scan.ts': "import 'node:fs';\nprocess.exit();\nDate.now();\nnew Date();\nsecret.reveal();\nprocess['env'];",
  },
  [
    'src/scan.ts:1 touches node:fs (disk) without a key: ask the cli',
    'src/scan.ts:2 touches process (process)',
    'src/scan.ts:3 touches Date.now',
    'src/scan.ts:4 touches Date()',
    'src/scan.ts:5 touches .reveal(',
    'src/scan.ts:6 touches process',
  ],
);
test(
  says,
  'who has the key goes through, a neighbour does not',
  keepsDoors,
  {
    'src/cli/main.ts': "import 'node:fs'; process.exit();",
    'src/cli/other.ts': "import 'node:fs'; process.exit();",
  },
  ['src/cli/other.ts:1 touches process'],
);
test(
  says,
  'words in comments, strings, keys and members are no touch',
  keepsDoors,
  {
    'src/scan.ts':
      "// process.exit()\nconst a = 'process.env'; b.process.c; new Date(0); options.reveal; ({ process: 1 });",
  },
  [],
);

test(says, 'a key, an exception and a name without use are told', hasNoDeadLaw, { 'src/scan.ts': '' }, [
  'the key of "disk" for src/attic/ is for nothing',
  'the key of "process" for src/cli/main.ts is for nothing',
  'the exception src/model/odd.ts → src/scan.ts is for nothing',
  'the exception src/model/odd.ts → src/cli/ is for nothing',
  'the name of src/flags/ is for nothing',
]);
test(
  says,
  'a module or package that a built room does not import is told',
  hasNoDeadLaw,
  {
    'src/reporters/a.ts': "import 'c'",
    'src/cli/main.ts': '',
    'src/model/odd.ts': "import '../scan.js'; import '../cli/main.js'",
    'src/flags/a.ts': '',
    'src/attic/a.ts': '',
  },
  ['reporters may import node:util and does not', 'reporters may import @a/b and does not'],
);
test(
  says,
  'what is used stays in the law',
  hasNoDeadLaw,
  {
    'src/cli/main.ts': '',
    'src/model/odd.ts': "import '../scan.js'; import '../cli/main.js'",
    'src/flags/a.ts': '',
    'src/attic/a.ts': '',
  },
  [],
);
test(
  says,
  'a circle is told once, with its way',
  rules.hasNoCircles,
  {
    'src/a.ts': "import type {} from './b.js'",
    'src/b.ts': "await import('./c.js')",
    'src/c.ts': "import './a.js'; import './d.js'",
    'src/d.ts': '',
  },
  ['a circle: src/a.ts → src/b.ts → src/c.ts → src/a.ts'],
);
test(
  says,
  'a drawer is told, as folder and as file',
  rules.hasNoDrawers,
  {
    'src/utils/a.ts': '',
    'src/model/helpers.ts': '',
    'src/model/sharedness.ts': '',
  },
  ['src/utils/a.ts is a drawer', 'src/model/helpers.ts is a drawer'],
);
test(
  says,
  'the 301st line is too much',
  rules.staysSmall,
  {
    'src/a.ts': '\n'.repeat(300),
    'src/b.ts': '\n'.repeat(301),
  },
  ['src/b.ts has 301 lines'],
);
test(
  says,
  'a file without an opening and a name without TSDoc are told',
  rules.isDocumented,
  {
    'src/a.ts': '/** A. */\nexport const a = 1;',
    'src/b.ts': '// B\nexport const b = 1;',
    'src/kernel/assembly/c.ts': '/** C. */\nimport "a"; export const c = 1;',
  },
  ['src/b.ts does not open', 'src/b.ts:2 exports b without TSDoc'],
);
test(
  says,
  'a file bears the name of one of its exports',
  rules.bearsName,
  {
    'src/base64url.ts': 'export function decodeBase64url() {}',
    'src/token-ledger.ts': 'export const other = 1; export type Ledger = 1;',
    'src/limits.ts': 'export const MOST_LIMITED = 1;',
    'src/index.ts': 'export const door = 1;',
    'src/flags/search.ts': 'export const only = 1;',
    'src/thing.ts': 'export const another = 1;',
  },
  ['src/thing.ts does not bear the name of anything it exports (another)'],
);
test(says, 'a default export is told', rules.namesExports, { 'src/a.ts': 'export default 1' }, [
  'src/a.ts has a default',
]);

test('a circle of rooms in the law is told', (t) => {
  const rooms = { a: { ...room, rooms: ['b'] }, b: { ...room, rooms: ['a'] } };
  t.deepEqual(rules.lawHasNoCircles([], { ...law, rooms }), ['the law allows a circle of rooms: a → b → a']);
});
