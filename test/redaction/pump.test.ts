/** What a pump does when the search itself fails, and how the library's chunks come out. */
import test from 'ava';
import { redact, type RedactCounts } from '../../src/index.js';
import { createMarker } from '../../src/redaction/marker.js';
import { type OnError, pump } from '../../src/redaction/pump.js';
import { redactedChunks } from '../../src/redaction/redacted-chunks.js';
import { Redactor } from '../../src/redaction/redactor.js';
import { mintShape } from '../helpers/mint.js';

const token = mintShape({ kind: 'legacy', seed: 'pump' });

async function withFailingJudge(onError: OnError): Promise<{ readonly out: string; readonly failed: number }> {
  let failed = 0;
  const redactor = new Redactor({
    judge: () => {
      throw new Error('out of order');
    },
    marker: createMarker(),
  });
  const chunks = ['before\n', `token ${token}\n`, 'after\n'].map((text) => Buffer.from(text));
  const out: string[] = [];
  const run = redactedChunks(chunks, async (inlet, outlet) =>
    pump(redactor, inlet, outlet, { maxHoldMs: 0, onError, onFailed: () => failed++ }),
  );
  try {
    for await (const chunk of run) out.push(Buffer.from(chunk).toString());
  } catch {
    out.push('(stopped)');
  }
  return { out: out.join(''), failed };
}

test('when the search fails, the bytes at hand are masked and the flow goes on', async (t) => {
  t.deepEqual(await withFailingJudge('mask'), {
    out: 'before\nKUBELEAKS.unread.-.-.000000000000\nafter\n',
    failed: 1,
  });
});

test('when the search fails, the bytes at hand pass if that is what the user wants', async (t) => {
  t.deepEqual(await withFailingJudge('pass'), { out: `before\ntoken ${token}\nafter\n`, failed: 1 });
});

test('when the search fails, the flow ends if that is what the user wants', async (t) => {
  t.deepEqual(await withFailingJudge('stop'), {
    out: 'before\nKUBELEAKS.unread.-.-.000000000000\n(stopped)',
    failed: 1,
  });
});

test('a source that fails is told after what came before it', async (t) => {
  async function* failing(): AsyncGenerator<Uint8Array> {
    yield Buffer.from('one\n');
    throw new Error('gone');
  }
  const out: string[] = [];
  const error = await t.throwsAsync(async () => {
    for await (const chunk of redact(failing())) out.push(Buffer.from(chunk).toString());
  });
  t.is(error?.message, 'gone');
  t.deepEqual(out, ['one\n']);
});

test('whoever stops to take chunks lets go of the source', async (t) => {
  let isClosed = false;
  async function* endless(): AsyncGenerator<Uint8Array> {
    try {
      for (;;) yield Buffer.from('a line\n');
    } finally {
      isClosed = true;
    }
  }
  for await (const chunk of redact(endless())) {
    t.is(Buffer.from(chunk).toString(), 'a line\n');
    break;
  }
  t.true(isClosed);
});

test('what was replaced is counted by kind', async (t) => {
  const counts: RedactCounts = { bytes: 0, replaced: {}, forced: 0, failed: 0 };
  const text = `${token}\n${token}\n${token.slice(0, -30)}\n`;
  for await (const _ of redact([Buffer.from(text)], { counts }));
  t.deepEqual(counts, { bytes: text.length, replaced: { legacy: 2, suspect: 1 }, forced: 0, failed: 0 });
});
