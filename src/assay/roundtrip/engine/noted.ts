import type { StepInvocation } from '../../../../suites/roundtrip/start/started.ts'
import { withoutUndefined } from '../../../engine/optional.ts'
import { lineOf, workFolder } from '../clients/again.ts'
import { shown } from '../../../client/command-line.ts'
import type { Ended, RunCommand, RunOptions } from '../../../client/run-command.ts'

/** Runs a command of a step, and keeps it. */
export type RunStep = (
  step: StepInvocation['step'],
  command: readonly string[],
  options: RunOptions,
  /** Of the image that is unpacked. */
  digest?: string,
) => Promise<Ended>

/** Runs the commands of one start; `invocations` has those that belong to a step, in their order, without the folder of this run. */
export function noted(
  run: RunCommand,
  folder: string,
): { invocations: readonly StepInvocation[]; runStep: RunStep } {
  const invocations: StepInvocation[] = []
  const plain = (text: string): string => text.replaceAll(folder, '.')
  return {
    invocations,
    async runStep(step, command, options, digest) {
      const ended = await run(command, options)
      invocations.push({
        ...ended,
        step,
        command: plain(shown(command)),
        again: {
          line: lineOf(command.map((each) => each.replaceAll(folder, workFolder))),
          ...withoutUndefined({ digest }),
        },
        stdout: plain(ended.stdout),
        stderr: plain(ended.stderr),
      })
      return ended
    },
  }
}
