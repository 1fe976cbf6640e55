import test from 'ava';
import { readImports } from './read-imports.js';
import { tokenize } from './tokenize.js';

const imports = test.macro<[source: string, expected: ReadonlyArray<string | null>]>({
  exec(t, source: string, expected: ReadonlyArray<string | null>) {
    t.deepEqual(
      readImports(tokenize(source)).map(({ specifier }) => specifier),
      expected,
    );
  },
  title: (_given, source, expected) => `${source.replaceAll('\n', '⏎')} imports ${expected.join(', ') || 'nothing'}`,
});

test(imports, "import 'a'; import b from \"b\"; import * as c from 'c';", ['a', 'b', 'c']);
test(imports, "import type { A } from './a.js';\nexport type { B } from './b.js';", ['./a.js', './b.js']);
test(imports, "import { a,\n  b as c,\n} from './a.js';", ['./a.js']);
test(imports, "export * from 'a'; export * as b from 'b'; export { default } from 'c';", ['a', 'b', 'c']);
test(imports, "const a = await import('./a.js'); let b: typeof import('./b.js');", ['./a.js', './b.js']);
test(imports, "import a from 'a.json' with { type: 'json' }; import('b', { with: {} });", ['a.json', 'b']);
test(imports, "import(name); import(`./${name}.js`); import('./a' + b);", [null, null, null]);
test(imports, "require('a'); import b = require('b');", ['a', 'b']);
test(imports, "new Worker(new URL('./worker.js', import.meta.url));", ['./worker.js']);
test(imports, "new URL('./x', base); new URL('https://x');", []);
test(imports, "// import 'a'\n/* import('b') */ const c = \"import 'd'\"; `import 'e'`;", []);
test(imports, "const from = 1; from + 'a'; Buffer.from('a'); import.meta.url; a.import('b');", []);

test('an import bears the line of its specifier', (t) => {
  t.deepEqual(readImports(tokenize("/*\n*/\nimport {\n a } from 'a';")), [{ specifier: 'a', line: 4 }]);
});
