/** The law of the house: who may lean on whom, and who may touch what is dangerous. Change it here, with the reason. */
import test from 'ava';
import type { Law } from './architecture/law.js';
import { readHouse } from './architecture/read-house.js';
import * as rules from './architecture/rules.js';
import { root } from './helpers/root.js';

const law: Law = {
  rooms: {
    model: {
      rooms: [],
      builtins: [],
      packages: [],
      advice: 'the model is the nouns alone; it knows no source, no format, no clock and no Node',
    },
    token: {
      rooms: ['model'],
      builtins: [],
      packages: [],
      advice: 'reading a token is pure arithmetic on text; who verifies or looks up lives in verifiers or clusters',
    },
    kernel: {
      rooms: [],
      builtins: [],
      packages: [],
      advice: 'the kernel knows strings of bytes; what a token or an encoding is comes in as data',
    },
    encodings: {
      rooms: ['model', 'token'],
      builtins: [],
      packages: [],
      advice: 'an encoding peels bytes it was given; it reads nothing and inflates nothing (that is a container)',
    },
    detectors: {
      rooms: ['model', 'token'],
      builtins: [],
      packages: [],
      advice: 'a detector answers from the decoded token alone; what two detectors need belongs into token',
    },
    registry: {
      rooms: ['model', 'detectors'],
      builtins: [],
      packages: [],
      advice: 'the registry only lists the detectors',
    },
    containers: {
      rooms: ['model'],
      builtins: ['zlib'],
      packages: [],
      advice: 'a container turns bytes into entries; files and random access come in as ports, nesting is scanner/nest',
    },
    sources: {
      rooms: ['model'],
      builtins: ['path', 'os', 'stream', 'zlib'],
      packages: ['ignore', 'p-limit', 'simple-git'],
      advice: 'a source only says where bytes are and reads them; it decodes, opens and reports nothing',
    },
    structure: {
      rooms: ['model'],
      builtins: [],
      packages: [],
      advice:
        'structure tells from bytes it was given where in a document they stand; it reads no file and knows no token',
    },
    scanner: {
      rooms: ['model', 'token', 'kernel', 'encodings', 'containers', 'structure'],
      builtins: [],
      packages: [],
      advice:
        'the scanner turns bytes into candidates; detectors judge those in the main thread, sources name haystacks',
    },
    report: {
      rooms: ['model'],
      builtins: [],
      // Text comes in piece by piece, from whoever may open the file.
      packages: ['stream-chain', 'stream-json', 'valibot'],
      advice: 'report takes facts out of an earlier report; what they mean today is judged by triage',
    },
    triage: {
      rooms: ['model', 'token'],
      builtins: [],
      // For the text of an ignore file, handed in by whoever read it.
      packages: ['yaml'],
      advice: 'triage judges findings it was given; its files are read by config',
    },
    reporters: {
      rooms: ['model'],
      builtins: [],
      packages: [],
      advice: 'a reporter only reads events; if it needs this fact, put the fact into the event',
    },
    redaction: {
      rooms: ['model', 'kernel', 'encodings', 'containers', 'scanner'],
      builtins: [],
      packages: [],
      advice: 'redaction replaces what the scanner finds in bytes that pass; it knows no source, verdict or report',
    },
    clusters: {
      rooms: ['model'],
      builtins: ['path'],
      packages: ['p-limit', 'undici', 'yaml'],
      advice: 'clusters are those the user named; nothing that was found in the input may lead here',
    },
    verifiers: {
      rooms: ['model', 'token', 'clusters'],
      builtins: [],
      packages: ['jose'],
      advice: 'a verifier turns findings and clusters into verdicts; it reads no source and writes no report',
    },
    config: {
      rooms: ['model'],
      builtins: ['path'],
      packages: ['yaml', 'valibot'],
      advice: "config reads the user's own file; state and output do not know it, the verbs hand values on",
    },
    state: {
      rooms: ['model'],
      builtins: [],
      packages: [],
      advice: 'state remembers what was searched; config and output do not know it, the verbs hand values on',
    },
    metrics: {
      rooms: ['model'],
      builtins: [],
      packages: [],
      advice: 'metrics serves numbers that it is handed; what they count is for its caller',
    },
    output: {
      rooms: ['model'],
      builtins: ['path'],
      packages: [],
      advice: 'output writes what it is given, masked; config and state do not know it, the verbs hand values on',
    },
    verbs: {
      rooms: [
        'model',
        'token',
        'encodings',
        'scanner',
        'sources',
        'report',
        'triage',
        'redaction',
        'clusters',
        'verifiers',
        'config',
        'state',
        // For the one verb that puts files in the place of others.
        'output',
        'registry',
      ],
      builtins: ['url', 'path', 'os'],
      packages: [],
      advice:
        'a verb joins rooms and yields events; what becomes of them (reports, streams, exit codes) is for its caller',
    },
    index: {
      rooms: [
        'model',
        'verbs',
        'registry',
        'token',
        'triage',
        'reporters',
        'config',
        'output',
        'redaction',
        'clusters',
        'state',
        'sources',
        'metrics',
      ],
      builtins: [],
      packages: [],
      advice: 'the front door only lets in and out; work is done in a verb or a room',
    },
    cli: {
      rooms: ['index'],
      builtins: ['util', 'os', 'tty'],
      packages: [],
      advice:
        'the command goes through src/index.ts alone, so that it proves the library complete: export there what it needs',
    },
  },
  doors: {
    threads: {
      builtins: ['worker_threads', 'cluster'],
      words: ['SharedArrayBuffer', 'Atomics'],
      keys: {
        'src/scanner/search-thread.ts': 'starts the threads',
        'src/scanner/pool.ts': 'waits for them',
        'src/scanner/worker.ts': 'is what runs in them',
        'src/sources/git/known-objects.ts': 'marks what is known, in memory that all threads read',
        'src/sources/git/pack/': 'lays out packs once, in memory that all threads read',
        'src/sources/git/attribution/name-table.ts': 'numbers names once, in memory that all threads read',
        'src/sources/git/attribution/part-claims.ts': 'counts what threads have taken, in memory that they share',
      },
      advice: 'only scanner/pool and scanner/worker know that there are threads; hand them a message',
    },
    'the file system': {
      builtins: ['fs', 'fs/promises'],
      words: [],
      keys: {
        'src/sources/': 'reads the scanned world',
        'src/clusters/': 'reads kubeconfigs',
        'src/config/': "reads the user's configuration",
        'src/state/': 'remembers between runs',
        'src/output/': 'writes reports',
      },
      advice: 'files are read by sources, config, state and clusters and written by output: take bytes, not paths',
    },
    'child processes': {
      builtins: ['child_process'],
      words: [],
      keys: {
        'src/sources/git/': 'runs git, in an empty private directory',
        'src/clusters/': 'runs the exec plugins of a kubeconfig',
        'src/output/keep-attributes.ts': 'runs cp of the system, which alone can keep extended attributes',
      },
      advice: 'only git, cp and exec plugins of a kubeconfig are ever run',
    },
    'hashing and drawing': {
      builtins: ['crypto'],
      words: ['crypto'],
      keys: {
        'src/scan.ts': 'draws the id of the run',
        'src/merge-reports.ts': 'draws the id of the run',
        'src/redacted-findings.ts': 'draws the id of the run',
        'src/output/output-file.ts': 'draws names for files that are written aside',
        'src/output/in-place-file.ts': 'draws names for files that are written aside',
        'src/scanner/ledger.ts': 'makes fingerprints',
        'src/state/save-whole.ts': 'draws names for files that are written aside',
        'src/state/object-state.ts': 'tells a damaged state by its hash',
        'src/verify-report.ts': 'compares tokens that a report holds with its fingerprints',
        'src/clusters/': 'makes key ids',
        'src/verifiers/': 'checks signatures',
      },
      advice: 'fingerprints are made in scanner/ledger alone, so that there is one kind of them; take the fingerprint',
    },
    'the network': {
      builtins: ['net', 'tls', 'http', 'https', 'http2', 'dns', 'dns/promises', 'dgram', 'inspector'],
      words: ['fetch', 'WebSocket', 'EventSource', 'XMLHttpRequest'],
      keys: {
        'src/clusters/': 'asks the clusters that the user named',
        'src/metrics/metrics-server.ts': 'answers on the address that the user named, and reaches out to nobody',
      },
      advice: 'only clusters reach out, and only to hosts that the user named: hand it a question',
    },
    'the process': {
      builtins: ['process'],
      words: ['process', 'console'],
      keys: { 'src/cli/': 'is the process' },
      advice: 'arguments, environment, streams and exit codes belong to the command; take what you need as an option',
    },
    'ways around the law': {
      builtins: ['module', 'vm', 'v8', 'repl', 'async_hooks', 'diagnostics_channel'],
      words: ['globalThis', 'eval', 'Function'],
      keys: {
        'src/cli/tune-engine.ts': 'tells V8 when to collect garbage and when to compile, and nothing else',
        'src/kernel/compile-module.ts':
          'lets Node 20 compile relaxed SIMD, which later ones do anyway, for that moment',
      },
      advice: 'code is only what was built; a global reached by another name is still behind its door',
    },
    'clock and chance': {
      builtins: ['perf_hooks', 'timers', 'timers/promises'],
      words: ['Date.now', 'Date()', 'performance', 'Math.random', 'setTimeout', 'setInterval'],
      keys: {
        'src/scan.ts': 'takes the time of the run, once',
        'src/merge-reports.ts': 'takes the time of the run, once',
        'src/compare-reports.ts': 'takes the time of the comparison, once',
        'src/redacted-findings.ts': 'takes the time of the run',
        'src/cli/': 'draws progress',
        'src/sources/': 'waits for streams',
        'src/output/byte-output.ts': 'waits for a pipe that is full',
        'src/redaction/pump.ts': 'limits how long bytes are held',
        'src/clusters/': 'limits how long it waits',
        'src/verifiers/': 'says when it asked',
        'src/state/': 'says when it searched',
      },
      advice: 'the same input gives the same answer: take the time as an option',
    },
    'the clear token': {
      builtins: [],
      words: ['.reveal('],
      keys: {
        'src/triage/describe.ts': 'fills `raw` when the user asked for clear tokens',
        'src/clusters/context.ts': "decodes the reviewer's own client key",
        'src/clusters/authorization.ts': "puts the reviewer's own credential into its headers",
        'src/clusters/dispatcher.ts': "hands the reviewer's own client key to TLS",
        'src/verifiers/signature.ts': 'verifies its signature, here',
        'src/verifiers/lookup.ts': "compares its hash with the Secret's copy",
        'src/verifiers/token-review.ts': 'sends it to the one cluster whose key signed it',
      },
      advice: 'a clear token leaves Secret only in the files on this list; use its mask or its fingerprint',
    },
  },
  exceptions: {
    'src/cli/main.ts → src/model/version.ts': 'the front door would cost `--version` more than node itself does',
    'src/reporters/words/fitted-place.ts → src/output/mask.ts':
      'cuts the middle out of a place, which may be the start of a token: what is cut is masked before',
    'src/load-detector.ts → null': "the user's own detector has the path that the user typed",
    'src/scanner/worker.ts → src/sources/': 'a thread opens the haystack that it was given by description',
    'src/scanner/file-search.ts → src/sources/': 'is the part of the thread that opens files',
    'src/scanner/object-search.ts → src/sources/git/': 'is the part of the thread that opens objects of git',
  },
  names: {
    'src/scanner/limits.ts': 'is a table of numbers, each with its reason',
    'src/scanner/worker.ts': 'is named for where it runs; the pool starts it by this name',
    'src/cli/flags/': 'each file is the flags of one purpose',
  },
};

const files = readHouse(root, ['src', 'detectors']);

const holds = test.macro((t, rule: rules.Rule) => {
  const breaches = rule(files, law);
  if (breaches.length > 0) t.fail(`\n${breaches.join('\n')}`);
  else t.pass();
});

test('the house that is judged has files in it', (t) => {
  t.true(files.length > 10);
});
test('rooms import only what the law lets in', holds, rules.keepsImportLaw);
test('only who has the key goes through a door', holds, rules.keepsDoors);
test('the law holds nothing that the house no longer needs', holds, rules.hasNoDeadLaw);
test('the law allows no circle of rooms', holds, rules.lawHasNoCircles);
test('no file reaches itself along its imports', holds, rules.hasNoCircles);
test('there is no drawer', holds, rules.hasNoDrawers);
test('no file is longer than 300 lines', holds, rules.staysSmall);
test('every file and every exported name says what it is', holds, rules.isDocumented);
test('every file bears the name of a thing it exports', holds, rules.bearsName);
test('every export has a name', holds, rules.namesExports);
