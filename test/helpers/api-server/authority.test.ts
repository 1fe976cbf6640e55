import { X509Certificate } from 'node:crypto';
import test from 'ava';
import { Authority } from './authority.js';

test('a certificate carries its names and groups and verifies under its authority alone', (t) => {
  const authority = new Authority();
  const made = new X509Certificate(
    authority.identity({ commonName: 'admin', organizations: ['system:masters'] }).certificate,
  );
  const server = new X509Certificate(
    authority.identity({ commonName: 'api', names: ['127.0.0.1', 'api.acme.example'] }).certificate,
  );
  const root = new X509Certificate(authority.certificate);
  t.is(made.subject, 'O=system:masters\nCN=admin');
  t.true(made.verify(root.publicKey));
  t.true(made.checkIssued(root));
  t.true(root.ca);
  t.false(made.ca);
  t.is(server.checkIP('127.0.0.1'), '127.0.0.1');
  t.is(server.checkIP('127.0.0.2'), undefined);
  t.is(server.checkHost('api.acme.example'), 'api.acme.example');
  t.false(made.verify(new X509Certificate(new Authority().certificate).publicKey));
});

test('dates on both sides of 2050 are read back as they were given', (t) => {
  const authority = new Authority();
  const dates = { notBefore: new Date('2026-01-02T03:04:05Z'), notAfter: new Date('2051-06-07T08:09:10Z') };
  const made = new X509Certificate(authority.identity({ commonName: 'late', ...dates }).certificate);
  t.is(Date.parse(made.validFrom), dates.notBefore.getTime());
  t.is(Date.parse(made.validTo), dates.notAfter.getTime());
});
