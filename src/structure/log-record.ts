/** What a log line says about itself: its time, its stream or pod, and for an audit event who asked for what. */
import type { JsonObject, JsonValue } from '../model/json.js';
import { recordFact } from './record-fact.js';

/** Kubelet's CRI log format (kubernetes: pkg/kubelet/kuberuntime/logs): `<RFC 3339 time> stdout|stderr P|F text`. */
export const criPrefix = /^(\d{4}-\d\d-\d\dT[\d:.]{8,18}(?:Z|[+-]\d\d:\d\d)) (stdout|stderr) ([PF])(?::\S*)? /;

/** klog's text header (k8s.io/klog): `Lmmdd hh:mm:ss.uuuuuu threadid file:line] `. */
const klogHeader = /^([IWEF])(\d{4} \d\d:\d\d:\d\d\.\d{6}) +\d+ ([^\s\]]{1,128}:\d+)\] /;

/** Log formats in each other that are told: an audit event in a container's log is two. */
const DEEPEST = 2;

type Reader = (line: JsonObject) => JsonObject | null;

/** Each takes the line of its format; the first that knows it counts. */
const readers: readonly Reader[] = [audit, docker, fluent, klog];

/** The facts of a log line with its `kind`, or null when no format is known. What a log holds in turn is its `content`. */
export function logRecord(line: string): JsonObject | null {
  return recordIn(line, 1);
}

function recordIn(line: string, depth: number): JsonObject | null {
  if (depth > DEEPEST) return null;
  const cri = criPrefix.exec(line);
  if (cri !== null) {
    const [prefix, time = '', stream = '', tag = ''] = cri;
    return withContent(
      { kind: 'cri', time, stream, partial: tag === 'P' },
      recordIn(line.slice(prefix.length), depth + 1),
    );
  }
  const header = klogHeader.exec(line);
  if (header !== null) {
    const [, severity = '', time = '', caller = ''] = header;
    return { kind: 'klog', severity, time, caller: recordFact(caller) };
  }
  const parsed = objectIn(line);
  if (parsed === undefined) return null;
  for (const read of readers) {
    const record = read(parsed);
    if (record === null) continue;
    const held = record['kind'] === 'docker' ? parsed['log'] : undefined;
    return withContent(record, typeof held === 'string' ? recordIn(held, depth + 1) : null);
  }
  return null;
}

function withContent(record: JsonObject, content: JsonObject | null): JsonObject {
  return content === null ? record : { ...record, content };
}

function objectIn(line: string): JsonObject | undefined {
  if (!line.trimStart().startsWith('{')) return undefined;
  try {
    return objectOf(JSON.parse(line) as JsonValue);
  } catch {
    return undefined;
  }
}

/** Docker's json-file driver: `{"log":"…\n","stream":"stdout","time":"…"}`. */
function docker(line: JsonObject): JsonObject | null {
  if (typeof line['log'] !== 'string' || objectOf(line['kubernetes']) !== undefined) return null;
  const record = chosen('docker', line, ['time', 'stream']);
  return Object.keys(record).length > 1 ? record : null;
}

/** What Fluent Bit's and Fluentd's Kubernetes filters add to a container's line. */
function fluent(line: JsonObject): JsonObject | null {
  const pod = objectOf(line['kubernetes']);
  if (pod === undefined || typeof pod['pod_name'] !== 'string') return null;
  const where = chosen('fluent', pod, ['namespace_name', 'pod_name', 'container_name', 'host']);
  const { kind: _, ...when } = chosen('fluent', line, ['time', '@timestamp', 'stream']);
  return { ...where, ...when };
}

/** klog's and logr's JSON lines: `{"ts":1700000000000.1,"caller":"x.go:1","msg":"…","v":0}`. */
function klog(line: JsonObject): JsonObject | null {
  if (
    typeof line['msg'] !== 'string' ||
    (line['caller'] === undefined && line['v'] === undefined && line['logger'] === undefined)
  )
    return null;
  const record = chosen('klog', line, ['ts', 'level', 'caller', 'logger', 'v']);
  return record['ts'] === undefined ? null : record;
}

/** Kubernetes audit events (kubernetes: staging/src/k8s.io/apiserver/pkg/apis/audit/v1/types.go). */
function audit(line: JsonObject): JsonObject | null {
  const version = line['apiVersion'];
  if (line['kind'] !== 'Event' || typeof version !== 'string' || !version.startsWith('audit.k8s.io/')) return null;
  const { kind, ...facts } = chosen('audit', line, ['auditID', 'stage', 'requestURI', 'verb', 'userAgent']);
  const user = objectOf(line['user']);
  const name = user?.['username'];
  const addresses = line['sourceIPs'];
  const time = line['stageTimestamp'] ?? line['requestReceivedTimestamp'];
  return {
    kind: kind ?? 'audit',
    ...(typeof time === 'string' ? { time: recordFact(time) } : {}),
    ...facts,
    ...(typeof name === 'string' ? { user: recordFact(name) } : {}),
    ...(Array.isArray(addresses) ? { sourceIPs: addresses.filter(isText).slice(0, 16).map(recordFact) } : {}),
  };
}

function chosen(kind: string, from: JsonObject, keys: readonly string[]): JsonObject {
  const facts: { [key: string]: JsonValue } = { kind };
  for (const key of keys) {
    const value = from[key];
    if (typeof value === 'string') facts[key] = recordFact(value);
    else if (typeof value === 'number') facts[key] = value;
  }
  return facts;
}

function objectOf(value: JsonValue | undefined): JsonObject | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : undefined;
}

function isText(value: JsonValue): value is string {
  return typeof value === 'string';
}
