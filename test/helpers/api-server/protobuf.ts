/**
 * Reads the two requests that kubectl sends as protobuf: TokenRequest and SelfSubjectAccessReview
 * (k8s.io/api/authentication/v1 and authorization/v1, generated.proto; envelope k8s.io/apimachinery runtime.Unknown).
 */

const magic = Buffer.from('k8s\0');

interface Field {
  readonly number: number;
  readonly value: Buffer | number;
}

function varint(bytes: Buffer, at: number): readonly [value: number, next: number] {
  let value = 0;
  let scale = 1;
  for (let index = at; ; index += 1) {
    const byte = bytes[index] ?? 0;
    value += (byte & 0x7f) * scale;
    scale *= 128;
    if (byte < 0x80) return [value, index + 1];
  }
}

function fieldsOf(bytes: Buffer): Field[] {
  const fields: Field[] = [];
  for (let at = 0; at < bytes.length; ) {
    const [tag, start] = varint(bytes, at);
    const [first, next] = varint(bytes, start);
    const isBytes = (tag & 7) === 2;
    fields.push({ number: tag >>> 3, value: isBytes ? bytes.subarray(next, next + first) : first });
    at = isBytes ? next + first : next;
  }
  return fields;
}

function bytesOf(fields: readonly Field[], number: number): Buffer | undefined {
  const value = fields.find((field) => field.number === number)?.value;
  return Buffer.isBuffer(value) ? value : undefined;
}

function textsOf(bytes: Buffer | undefined, names: { readonly [number: number]: string }): { [name: string]: string } {
  const texts: { [name: string]: string } = {};
  for (const { number, value } of bytes === undefined ? [] : fieldsOf(bytes)) {
    const name = names[number];
    if (name !== undefined && Buffer.isBuffer(value)) texts[name] = value.toString('utf8');
  }
  return texts;
}

/** The review in a protobuf body, as its JSON would be; undefined for other bodies. */
export function reviewFromProtobuf(body: Buffer): unknown {
  if (!body.subarray(0, 4).equals(magic)) return undefined;
  const envelope = fieldsOf(body.subarray(4));
  const { apiVersion, kind } = textsOf(bytesOf(envelope, 1), { 1: 'apiVersion', 2: 'kind' });
  const spec = fieldsOf(bytesOf(fieldsOf(bytesOf(envelope, 2) ?? Buffer.alloc(0)), 2) ?? Buffer.alloc(0));
  if (kind === 'SelfSubjectAccessReview') {
    const names = { 1: 'namespace', 2: 'verb', 3: 'group', 4: 'version', 5: 'resource', 6: 'subresource', 7: 'name' };
    return { apiVersion, kind, spec: { resourceAttributes: textsOf(bytesOf(spec, 1), names) } };
  }
  const audiences = spec.filter(({ number }) => number === 1).map(({ value }) => String(value));
  const seconds = spec.find(({ number }) => number === 4)?.value;
  const bound = bytesOf(spec, 3);
  return {
    apiVersion,
    kind,
    spec: {
      ...(audiences.length === 0 ? {} : { audiences }),
      ...(typeof seconds === 'number' && seconds > 0 ? { expirationSeconds: seconds } : {}),
      ...(bound === undefined
        ? {}
        : { boundObjectRef: textsOf(bound, { 1: 'kind', 2: 'apiVersion', 3: 'name', 4: 'uid' }) }),
    },
  };
}
