/** The steps that take a leaked token's rights away at once, before anything is deleted for good. */
import type { Binding, Impact } from '../model/impact.js';
import type { Remedy } from '../model/remedy.js';
import { Kubectl } from './kubectl.js';

/** What is known beside the rights. */
export interface ContainFacts {
  readonly context: string;
  /** True only when a trusted key verified the token: only then deletes are printed. */
  readonly proven: boolean;
}

/** DNS-1123 subdomain: other names of RBAC objects (they may hold colons) never stand in a command. */
const NAME = /^[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?$/;
const UID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

function bindingName({ kind, name, namespace }: Binding): string {
  return namespace === null ? `${kind} ${name}` : `${kind} ${namespace}/${name}`;
}

function stepOf(binding: Binding, meanings: readonly string[], { context, proven }: ContainFacts): Remedy {
  const gives = `It ${meanings.join('; it ')}, by ${bindingName(binding)}`;
  if (binding.via.kind === 'Group') {
    const action = `Contain it. ${gives}, as one of the group ${binding.via.name}: bind that role to fewer, or take the right out of ${binding.role.kind} ${binding.role.name}.`;
    return { action, command: null, destructive: false };
  }
  const isNamed = NAME.test(binding.name) && (binding.namespace === null || NAME.test(binding.namespace));
  const action = `Contain it. ${gives}: delete that, or take the account out of its subjects when there are others.`;
  if (!proven || !isNamed || binding.uid === null || !UID.test(binding.uid))
    return { action, command: null, destructive: false };
  const kind = binding.kind === 'ClusterRoleBinding' ? 'clusterrolebindings' : 'rolebindings';
  return {
    action,
    command: new Kubectl(context).delete(kind, binding.namespace, binding.name, binding.uid),
    destructive: true,
  };
}

/** One step a binding, in the order of the rights it gives; empty when no binding is known. */
export function containSteps(impact: Impact, facts: ContainFacts): readonly Remedy[] {
  const meanings = new Map<string, { readonly binding: Binding; readonly meanings: string[] }>();
  for (const { binding, meaning } of impact.rights) {
    if (binding === null) continue;
    const key = bindingName(binding);
    const known = meanings.get(key);
    if (known === undefined) meanings.set(key, { binding, meanings: [meaning] });
    else known.meanings.push(meaning);
  }
  return [...meanings.values()].map((each) => stepOf(each.binding, each.meanings, facts));
}
