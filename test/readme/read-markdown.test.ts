import test from 'ava';
import { readMarkdown } from './read-markdown.js';

const page = `# kubeleaks: What, why?

Run \`kubeleaks dir .\` and see [the law](test/architecture.test.ts "law"), ![a picture](a.png), [up](#kubeleaks-what-why).
Not a link: \`[a](b)\`.

\`\`\`console
$ kubeleaks dir a \\
>   -f json
first
second
$ kubeleaks --version
\`\`\`

\`\`\`sh
# a comment, no heading
kubeleaks git https://git.acme.example/a.git
\`\`\`

\`\`\`\`md
\`\`\`console
$ not run
\`\`\`
\`\`\`\`
`;

test('commands are read with their output from console fences alone', (t) => {
  t.deepEqual(readMarkdown(page).commands, [
    { line: 7, command: 'kubeleaks dir a   -f json', output: ['first', 'second'] },
    { line: 11, command: 'kubeleaks --version', output: [] },
  ]);
});

test('code is every line of every fence and every span', (t) => {
  const { code } = readMarkdown(page);
  for (const line of [
    'kubeleaks dir .',
    'kubeleaks git https://git.acme.example/a.git',
    'kubeleaks --version',
    'not run',
  ]) {
    t.true(code.includes(line), line);
  }
});

test('links are read outside code, and headings give anchors', (t) => {
  const { links, anchors } = readMarkdown(page);
  t.deepEqual(links, ['test/architecture.test.ts', 'a.png', '#kubeleaks-what-why']);
  t.deepEqual(anchors, ['kubeleaks-what-why']);
});
