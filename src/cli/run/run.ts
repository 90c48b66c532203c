import { assay, namesMany } from '../../assay/assay.ts'
import { namesImage } from '../../assay/names-image.ts'
import type { AssayOptions } from '../../assay/options.ts'
import type { RunOutcome } from '../../assay/pipeline.ts'
import { runTimeoutOf } from '../../assay/run-timeout.ts'
import { withoutUndefined } from '../../engine/optional.ts'
import { ledgerFileOf } from '../../registry/ledger/write-file.ts'
import type { Resolved } from '../configuration/resolve.ts'
import type { RunSettings } from '../configuration/setting.ts'
import { containerIn } from '../input/container.ts'
import { keepHeapSmall, letYoungHeapGrow } from '../process/heap.ts'
import type { Interruption } from '../process/interruption.ts'
import { checkTarget, inputsOf } from './inputs.ts'
import { reported } from './reported.ts'
import { starterOf } from './started-target.ts'

/**
 * Runs with the settings of the command line, the environment and the file; returns the exit code. `assess` does something else
 * than testing the target. Throws Failure.
 */
export async function runWith(
  typed: RunSettings,
  resolved: Resolved,
  interruption: Interruption,
  { assess = assay }: { assess?: (options: AssayOptions) => Promise<RunOutcome> } = {},
): Promise<number> {
  const { settings: chosen } = resolved
  checkTarget(typed, chosen)
  const container = containerIn(typed, chosen)
  const inputs = await inputsOf(typed, resolved)
  if (namesMany(inputs) || namesImage(chosen.target ?? '')) keepHeapSmall()
  else letYoungHeapGrow()
  const starter = starterOf(chosen, container)
  const stop = () => starter.stop()
  return reported(chosen, interruption, stop, async ({ signal, reporters, results }) => {
    const runTimeout = runTimeoutOf(chosen)
    const begun = performance.now()
    const time = { wait: chosen.wait, seconds: runTimeout, signal }
    const { address, server } = await starter.start(time, inputs)
    const spent = container ? Math.floor((performance.now() - begun) / 1000) : 0
    return assess({
      ...inputs,
      ...withoutUndefined({ server }),
      target: address,
      signal,
      runTimeout: Math.max(1, runTimeout - spent),
      ledgerFile: ledgerFileOf(results),
      reporters,
    })
  })
}
