import type { RequirementResult } from '../../engine/events.ts'
import type { Finding } from '../../engine/verdict.ts'
import { createScripts, type Reproduction } from '../../registry/reproduce/script.ts'
import { exchangesOf } from '../causes/causes.ts'
import { commandsOf, endOf, invocationsOf } from '../invocations.ts'
import type { RunResult } from '../result.ts'
import { imageCommands } from './image.ts'
import { tripOf, tripScript } from './trip/trip.ts'

export type { Reproduction } from '../../registry/reproduce/script.ts'

/** How the findings of a result are reproduced. */
export interface Reproductions {
  of(finding: Finding, requirement: Pick<RequirementResult, 'id' | 'level' | 'title' | 'link'>): Reproduction
  /**
   * The command that runs the requirement's tests again with the same content; all tests, where the finding is about a request of
   * another test than its own.
   */
  command(finding: Finding, requirement: Pick<RequirementResult, 'id'>): string
}

export function reproductionsOf(result: RunResult): Reproductions {
  const { target, seed } = result
  if (target.kind === 'client') return ofClient(result)
  const trip = tripOf(result)
  if (trip)
    return {
      of: (finding, requirement) => tripScript(result, trip, finding, requirement),
      command: () => trip.command,
    }
  const exchanges = exchangesOf(result)
  const { spec, depth } = result.profile
  const options = [`--spec ${spec}`, ...(depth === undefined ? [] : [`--depth ${depth}`])]
  const isOfOthers = ({ evidence, test }: Finding): boolean =>
    evidence.some((each) => each.kind === 'exchange' && exchanges.get(each.exchange)?.test !== test)
  const scripts = createScripts({
    exchanges,
    target: target.name,
    details: target.details,
    readOnly: result.profile.readOnly,
  })
  return {
    of(finding, { id, level, title, link }) {
      const about = { id, level, title, link }
      return target.kind === 'image'
        ? { script: imageCommands(result, finding, about) }
        : scripts.of(finding, about)
    },
    command(finding, { id }) {
      const only = isOfOthers(finding) ? [] : [`--only ${id}`]
      return ['oci-assay run', target.name, ...options, ...only, `--seed ${seed}`].join(' ')
    },
  }
}

/** What a client does is seen by serving the scenario by hand, and running a command beside it. */
function ofClient(result: RunResult): Reproductions {
  const invocations = invocationsOf(result)
  return {
    of(finding) {
      const last = commandsOf(finding, invocations).at(-1)
      const ran = last ? `${last.command}: ${endOf(last)}. ` : ''
      return {
        reason: `${ran}This serves the same, with the command to run beside it, and prints each request:`,
      }
    },
    command: ({ test }) => `oci-assay serve --scenario ${test} --log`,
  }
}
