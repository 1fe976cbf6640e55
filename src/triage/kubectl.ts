/** kubectl commands for a person to paste. All of them name their context; deletes name the uid they mean. */
import { shellWord } from './shell-word.js';

/** Stands where the context is not known; quoted, so that a shell does not take it for a redirection. */
const UNKNOWN_CONTEXT = '<CONTEXT>';

/** Resources that are deleted by path. */
export type DeletedKind = 'pods' | 'secrets' | 'serviceaccounts' | 'nodes' | 'rolebindings' | 'clusterrolebindings';

/** Makes commands for one cluster and, where they have one, one namespace. */
export class Kubectl {
  readonly #context: string;

  /** `context` is a name from a kubeconfig; one that a terminal would not show as it is counts as unknown. */
  constructor(context: string | undefined) {
    const isShown = context !== undefined && /^[^\p{C}\p{Zl}\p{Zp}]{1,512}$/u.test(context);
    this.#context = shellWord(isShown ? context : UNKNOWN_CONTEXT);
  }

  /** A command about the whole cluster; `words` are taken as they are. */
  run(words: string): string {
    return `kubectl --context=${this.#context} ${words}`;
  }

  /** A command about a namespace. */
  within(namespace: string, words: string): string {
    return this.run(`-n ${namespace} ${words}`);
  }

  /**
   * Deletes an object only while it has this uid. `kubectl delete` knows no preconditions, so the request is made
   * with `--raw` and DeleteOptions on standard input. `uid` may be a shell variable, as `$uid`.
   */
  delete(kind: DeletedKind, namespace: string | null, name: string, uid: string): string {
    const where = namespace === null ? '' : `/namespaces/${namespace}`;
    const quotedUid = uid.startsWith('$') ? `'"${uid}"'` : uid;
    const options = `{"apiVersion":"v1","kind":"DeleteOptions","preconditions":{"uid":"${quotedUid}"}}`;
    const root = kind.endsWith('bindings') ? '/apis/rbac.authorization.k8s.io/v1' : '/api/v1';
    return `echo '${options}' | ${this.run(`delete --raw ${root}${where}/${kind}/${name} -f -`)}`;
  }
}
