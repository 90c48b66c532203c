import { usualSpec } from '../../engine/requirement.ts'
import { capabilities } from '../../../suites/client/capabilities.ts'
import { suites } from '../../../suites/client/suites.ts'
import type { ClientContext } from '../../../suites/client/target/context.ts'
import { clientTarget as engineTarget } from '../../../suites/client/target/target.ts'
import { withoutUndefined } from '../../engine/optional.ts'
import { plan, type Plan } from '../../engine/plan.ts'
import { selection } from '../../engine/select.ts'
import { createRecorder } from '../../registry/record/recorder.ts'
import { exitCodes, Failure } from '../../results/conclusion/failure.ts'
import { runTarget, type RunOutcome } from '../pipeline.ts'
import { checkSelection } from '../selection.ts'
import type { OpeningTools, OpenTarget, Target } from '../target.ts'
import type { ClientOptions } from './options.ts'
import { versionOf } from './version.ts'

/**
 * Tests a client: runs its commands against registries that the run starts, each of which does one thing, and judges what was
 * sent, written and left. Throws Failure where the options name something that does not exist.
 */
export const assayClient = (options: ClientOptions): Promise<RunOutcome> =>
  runTarget(clientTarget(options), options)

/** A client as the target of a run. */
function clientTarget(options: ClientOptions): Target<ClientContext> {
  const planned = planOf(options)
  return {
    plan: planned,
    profile: {
      specification: 'client',
      spec: options.spec ?? usualSpec,
      suites: planned.suites,
      claimed: options.suites !== undefined,
      readOnly: false,
    },
    mask: () => undefined,
    open: (tools) => openClient(options, tools),
  }
}

async function openClient(
  { recipe, label, configuration, concurrency = 2 }: ClientOptions,
  { emit, limit }: OpeningTools,
): Promise<OpenTarget<ClientContext>> {
  const recorder = createRecorder({ onExchange: (record) => emit({ type: 'evidence', record }) })
  const version = await versionOf(recipe, limit.signal)
  return {
    engine: engineTarget({
      recipe,
      ...withoutUndefined({ version, label, configuration }),
      onExchange: (exchange) => recorder.record(exchange),
      onInvocation: (record) => emit({ type: 'evidence', record }),
    }),
    seed: '',
    concurrency,
    testTimeout,
    close: () => Promise.resolve(),
  }
}

/** Milliseconds: several commands, each of which has a limit of its own. */
const testTimeout = 180_000

function planOf(options: ClientOptions): Plan<ClientContext> {
  checkSelection(options, suites, 'requirement of clients')
  const { only, skip } = options
  try {
    return plan(
      suites,
      capabilities,
      withoutUndefined({
        spec: options.spec ?? usualSpec,
        selects: selection(only, skip),
        suites: options.suites,
      }),
    )
  } catch (error) {
    if (error instanceof RangeError) throw new Failure(error.message, exitCodes.usage)
    throw error
  }
}
