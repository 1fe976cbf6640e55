import { execFileSync } from 'node:child_process';
import test from 'ava';
import fc from 'fast-check';
import { Kubectl } from '../../src/triage/kubectl.js';
import { shellWord } from '../../src/triage/shell-word.js';

const isPosix = process.platform !== 'win32';

(isPosix ? test : test.skip)('a shell takes every quoted text for one word, and for that text', (t) => {
  const text = fc.string({ unit: 'grapheme', minLength: 1 }).filter((value) => !value.includes('\0'));
  const texts = fc.sample(text, 200);
  texts.push("it's", '$(id)', '`id`', '-n', '*', '~', '!', '\\', '"', 'a b', '\n', '<CONTEXT>', '#x');
  const script = `for word in ${texts.map(shellWord).join(' ')}; do printf '%s\\0' "$word"; done`;
  const words = execFileSync('sh', ['-c', script], { encoding: 'utf8' }).split('\0').slice(0, -1);
  t.deepEqual(words, texts);
});

test('a harmless word is left as it is', (t) => {
  t.is(shellWord('arn:aws:eks:eu-central-1:1:cluster/a'), 'arn:aws:eks:eu-central-1:1:cluster/a');
  t.is(shellWord(''), "''");
});

test('an unknown context is a placeholder that no shell takes for a redirection', (t) => {
  t.is(new Kubectl(undefined).run('version'), "kubectl --context='<CONTEXT>' version");
  t.is(new Kubectl('prod').within('ci', 'get pods'), 'kubectl --context=prod -n ci get pods');
});

test('a delete carries the uid, of the object or of a variable', (t) => {
  const kubectl = new Kubectl('prod');
  t.is(
    kubectl.delete('pods', 'ci', 'web', '78599229-4813-4080-aa3c-895d45ba3dce'),
    `echo '{"apiVersion":"v1","kind":"DeleteOptions","preconditions":{"uid":"78599229-4813-4080-aa3c-895d45ba3dce"}}' | kubectl --context=prod delete --raw /api/v1/namespaces/ci/pods/web -f -`,
  );
  t.regex(
    kubectl.delete('nodes', null, 'n', '$uid'),
    /"uid":"'"\$uid"'"\}\}' \| kubectl --context=prod delete --raw \/api\/v1\/nodes\/n -f -$/,
  );
});
