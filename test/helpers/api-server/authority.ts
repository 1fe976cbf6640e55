/** A certificate authority that lives as long as the test process: certificates for servers, proxies and reviewers. */
import { createPublicKey, generateKeyPairSync, randomBytes, sign, type KeyObject } from 'node:crypto';
import { isIP } from 'node:net';
import { bits, boolean, element, explicit, integer, octets, oid, sequence, set, time, utf8 } from './der.js';

/** A certificate and its private key, both PEM. */
export interface Identity {
  readonly certificate: string;
  readonly key: string;
}

/** Who a certificate is for. */
export interface Subject {
  readonly commonName: string;
  /** Groups, for a client certificate: the API server reads them from O. */
  readonly organizations?: readonly string[];
  /** DNS names and addresses it is good for. */
  readonly names?: readonly string[];
  readonly notBefore?: Date;
  readonly notAfter?: Date;
}

const ecdsaWithSha256 = sequence(oid('1.2.840.10045.4.3.2'));
const serverAuth = oid('1.3.6.1.5.5.7.3.1');
const clientAuth = oid('1.3.6.1.5.5.7.3.2');

function nameOf(subject: Subject): Buffer {
  const attribute = (type: string, value: string): Buffer => set(sequence(oid(type), utf8(value)));
  const organizations = (subject.organizations ?? []).map((value) => attribute('2.5.4.10', value));
  return sequence(...organizations, attribute('2.5.4.3', subject.commonName));
}

function alternativeNames(names: readonly string[]): Buffer {
  const entries = names.map((name) => {
    if (isIP(name) === 4) return element(0x87, Buffer.from(name.split('.').map(Number)));
    return element(0x82, Buffer.from(name));
  });
  return sequence(oid('2.5.29.17'), octets(sequence(...entries)));
}

function pem(der: Buffer): string {
  const lines = der.toString('base64').match(/.{1,64}/g) ?? [];
  return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`;
}

function pemKey(key: KeyObject): string {
  return key.export({ type: 'pkcs8', format: 'pem' }).toString();
}

const hour = 3_600_000;

/** An authority with an EC key of its own. Serial numbers are random, as clients of one process see many. */
export class Authority {
  /** The authority's own certificate, PEM. */
  readonly certificate: string;
  readonly #key: KeyObject;
  readonly #subject: Subject;

  constructor(commonName = 'kubeleaks test authority') {
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    this.#key = privateKey;
    this.#subject = { commonName };
    const authority = sequence(oid('2.5.29.19'), boolean(true), octets(sequence(boolean(true))));
    this.certificate = this.#issue(this.#subject, privateKey, [authority]);
  }

  /** A certificate for a server when it has `names`, and for a client in any case. */
  identity(subject: Subject): Identity {
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const names = subject.names ?? [];
    const usage = sequence(oid('2.5.29.37'), octets(sequence(...(names.length > 0 ? [serverAuth] : []), clientAuth)));
    const extensions = names.length > 0 ? [usage, alternativeNames(names)] : [usage];
    return { certificate: this.#issue(subject, privateKey, extensions), key: pemKey(privateKey) };
  }

  #issue(subject: Subject, key: KeyObject, extensions: readonly Buffer[]): string {
    const from = subject.notBefore ?? new Date(Date.now() - hour);
    const until = subject.notAfter ?? new Date(Date.now() + 24 * hour);
    const body = sequence(
      explicit(0, integer(Buffer.from([2]))),
      integer(randomBytes(12)),
      ecdsaWithSha256,
      nameOf(this.#subject),
      sequence(time(from), time(until)),
      nameOf(subject),
      createPublicKey(key).export({ type: 'spki', format: 'der' }),
      explicit(3, sequence(...extensions)),
    );
    return pem(sequence(body, ecdsaWithSha256, bits(sign('sha256', body, this.#key))));
  }
}
