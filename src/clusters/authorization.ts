/** Turns a cluster's credential into the headers and the client certificate of a request, and renews what gets old. */
import type { Secret } from '../model/secret.js';
import type { Clock } from './clock.js';
import type { Cluster, ExecPlugin } from './cluster.js';
import { runExecPlugin, type PluginCredential } from './exec-plugin.js';
import { readNamedFile } from './named-file.js';

/** What a request needs to say who asks. */
export interface Authorization {
  readonly headers: { readonly [name: string]: string | readonly string[] };
  /** PEM. */
  readonly certificate: { readonly chain: string; readonly key: Secret } | null;
}

/** A token file is read again after this long, as client-go does. */
const TOKEN_FILE_AGE_MS = 60_000;

type Environment = { readonly [name: string]: string | undefined };

/** One run of a plugin; many requests may wait for it. */
interface PluginRun {
  readonly credential: Promise<PluginCredential | null>;
  /** Milliseconds since the epoch. */
  expiresAt: number;
}

/** Escapes what may not stand in a header's name, as client-go does for `Impersonate-Extra-`. */
function headerKey(key: string): string {
  return [...Buffer.from(key)]
    .map((byte) => {
      const character = String.fromCharCode(byte);
      return /[A-Za-z0-9!#$&'*+.^_`|~-]/.test(character)
        ? character
        : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
    })
    .join('');
}

/** Keeps one cluster's credential fresh. */
export class Authorizer {
  readonly #cluster: Cluster;
  readonly #clock: Clock;
  readonly #environment: Environment;
  #file: { readonly token: string; readonly readAt: number } | undefined;
  #plugin: PluginRun | undefined;

  constructor(cluster: Cluster, clock: Clock, environment: Environment) {
    this.#cluster = cluster;
    this.#clock = clock;
    this.#environment = environment;
  }

  /** True when asking again after `renew` may give something else. */
  get isRenewable(): boolean {
    const { exec, tokenFile } = this.#cluster.credential;
    return exec !== null || tokenFile !== null;
  }

  /** Forgets what was read or printed, because the server refused it. */
  renew(): void {
    this.#file = undefined;
    this.#plugin = undefined;
  }

  /** Null when a plugin or a token file gives nothing. */
  async authorization(): Promise<Authorization | null> {
    const { credential } = this.#cluster;
    const headers: { [name: string]: string | readonly string[] } = { ...this.#impersonation() };
    if (credential.basic !== null) {
      const { username, password } = credential.basic;
      headers['authorization'] = `Basic ${Buffer.from(`${username}:${password.reveal()}`).toString('base64')}`;
    }
    const token =
      credential.tokenFile === null ? credential.token?.reveal() : await this.#fileToken(credential.tokenFile);
    if (token === null) return null;
    if (token !== undefined) headers['authorization'] = `Bearer ${token}`;
    if (credential.exec === null) return { headers, certificate: credential.certificate };
    const plugin = await this.#pluginCredential(credential.exec);
    if (plugin === null) return null;
    // What the kubeconfig says itself goes before what a plugin prints, as in client-go.
    if (plugin.token !== null && headers['authorization'] === undefined)
      headers['authorization'] = `Bearer ${plugin.token.reveal()}`;
    return { headers, certificate: credential.certificate ?? plugin.certificate };
  }

  async #fileToken({
    path,
    beside,
  }: {
    readonly path: string;
    readonly beside: string | null;
  }): Promise<string | null> {
    if (this.#file !== undefined && this.#clock.now() - this.#file.readAt < TOKEN_FILE_AGE_MS) return this.#file.token;
    const read = await readNamedFile(path, beside ?? undefined);
    const token = read.state === 'read' ? read.text.trim() : '';
    if (token === '') return this.#cluster.credential.token?.reveal() ?? null;
    this.#file = { token, readAt: this.#clock.now() };
    return token;
  }

  async #pluginCredential(exec: ExecPlugin): Promise<PluginCredential | null> {
    if (this.#plugin === undefined || this.#plugin.expiresAt <= this.#clock.now())
      this.#plugin = this.#startPlugin(exec);
    return this.#plugin.credential;
  }

  /** A plugin that fails is not run again for every request: its failure counts until `renew`. */
  #startPlugin(exec: ExecPlugin): PluginRun {
    const credential = runExecPlugin(exec, this.#cluster, this.#environment).then((outcome) =>
      'credential' in outcome ? outcome.credential : null,
    );
    const run: PluginRun = { credential, expiresAt: Number.POSITIVE_INFINITY };
    void credential.then((got) => {
      run.expiresAt = got?.expiresAt ?? Number.POSITIVE_INFINITY;
    });
    return run;
  }

  #impersonation(): { readonly [name: string]: string | readonly string[] } {
    const impersonated = this.#cluster.impersonation;
    if (impersonated === null) return {};
    const extra = Object.entries(impersonated.extra).map(
      ([key, values]) => [`impersonate-extra-${headerKey(key)}`, values] as const,
    );
    return {
      'impersonate-user': impersonated.user,
      ...(impersonated.uid === null ? {} : { 'impersonate-uid': impersonated.uid }),
      ...(impersonated.groups.length === 0 ? {} : { 'impersonate-group': impersonated.groups }),
      ...Object.fromEntries(extra),
    };
  }
}
