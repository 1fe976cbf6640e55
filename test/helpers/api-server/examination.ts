/** A server, its kubeconfig, a fleet and an examiner, ready for one test. */
import { join } from 'node:path';
import type { ExecutionContext } from 'ava';
import { Fleet, type FleetSettings } from '../../../src/clusters/fleet.js';
import { usualLimits } from '../../../src/clusters/dispatcher.js';
import type { Failure } from '../../../src/model/failure.js';
import { Examiner, type ExaminerSettings } from '../../../src/verifiers/examiner.js';
import { ReviewBudget } from '../../../src/verifiers/review-budget.js';
import type { FakeClock } from '../fake-clock.js';
import { temporaryFolder, writeKubeconfig } from './kubectl.js';
import { data, kubeconfigText, type ContextRecipe } from './kubeconfig-text.js';
import { ApiServer, authority, type ServerSettings } from './server.js';

/** Starts a server on the test's clock and closes it at the end. */
export async function startServer(
  t: ExecutionContext,
  clock: FakeClock,
  settings: ServerSettings = {},
): Promise<ApiServer> {
  const server = await ApiServer.start({ now: () => clock.now(), ...settings });
  t.teardown(() => server.close());
  return server;
}

/** A context that reaches `server` as its administrator. */
export function contextOf(name: string, server: ApiServer, cluster: object = {}, user: object = {}): ContextRecipe {
  return {
    name,
    cluster: { server: server.url, 'certificate-authority-data': data(authority.certificate), ...cluster },
    user: { token: server.adminToken, ...user },
  };
}

/** What a test may say about an examination. */
export interface SceneSettings extends Partial<Omit<ExaminerSettings, 'budget'>> {
  readonly contexts: readonly ContextRecipe[];
  readonly fleet?: Partial<Omit<FleetSettings, 'selection'>>;
  readonly selection?: Partial<FleetSettings['selection']>;
  readonly total?: number;
  readonly perMinute?: number;
}

/** The parts of a scene. */
export interface Scene {
  readonly fleet: Fleet;
  readonly examiner: Examiner;
  readonly failures: readonly Failure[];
}

/** Opens a fleet over the contexts, all of them named unless `selection` says otherwise. */
export async function openScene(t: ExecutionContext, clock: FakeClock, settings: SceneSettings): Promise<Scene> {
  const folder = await temporaryFolder(t);
  const path = await writeKubeconfig(folder, kubeconfigText(settings.contexts));
  const mode = settings.mode ?? 'review';
  const { fleet, failures } = await Fleet.open({
    selection: {
      environment: { KUBECONFIG: path },
      contexts: settings.contexts.map(({ name }) => name),
      ...settings.selection,
    },
    asks: mode !== 'offline',
    clock,
    jitter: () => 0.5,
    pinsPath: join(folder, 'keys.json'),
    // A busy machine must not turn a verdict into a time-out.
    limits: { ...usualLimits, connectMs: 60_000, headersMs: 60_000, bodyMs: 60_000, totalMs: 60_000 },
    ...settings.fleet,
  });
  t.teardown(() => fleet.close());
  const examiner = new Examiner(fleet, {
    mode,
    touchLegacy: settings.touchLegacy ?? false,
    sendWithoutMatch: settings.sendWithoutMatch ?? null,
    clock,
    budget: new ReviewBudget({ total: settings.total ?? null, perMinute: settings.perMinute ?? null }, clock),
  });
  return { fleet, examiner, failures };
}
