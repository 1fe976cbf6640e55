import test from 'ava';
import { makeLog, type LogRecipe } from './log.js';

const recipe: LogRecipe = { bytes: 3_000_000, seed: 7, leaks: 5, bytesPerForeignToken: 100_000 };

function text(of: LogRecipe): string {
  return Buffer.concat([...makeLog(of)].map((piece) => Buffer.from(piece))).toString('latin1');
}

test('a log is as long as asked, the same for the same seed, and another for another', (t) => {
  const log = text(recipe);
  t.is(log.length, recipe.bytes);
  t.true(log === text(recipe));
  t.false(log === text({ ...recipe, seed: 8 }));
});

test('a log holds as many different service-account tokens as asked, and JWTs of others', (t) => {
  const tokens = text(recipe).match(/eyJ[\w-]{10,}\.eyJ[\w-]{10,}\.[\w-]{342}/g) ?? [];
  const payloads = tokens.map(
    (token) => JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as { sub: string },
  );
  const leaks = payloads.filter(({ sub }) => sub.startsWith('system:serviceaccount:'));
  t.is(leaks.length, recipe.leaks);
  t.is(new Set(tokens).size, tokens.length);
  t.true(tokens.length > 20 && tokens.length < 45, `${tokens.length} tokens`);
});

test('a line of a log is no copy of the one before', (t) => {
  const lines = text({ ...recipe, bytes: 300_000, leaks: 0 })
    .split('\n')
    .filter((line) => line !== '');
  t.true(lines.length > 1000, `${lines.length} lines`);
  t.true(new Set(lines).size > lines.length * 0.9, `${new Set(lines).size} of ${lines.length}`);
});
