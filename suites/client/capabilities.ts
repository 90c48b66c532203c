import { operations, type Operation } from '../../src/client/operations.ts'
import { controls } from './controls/controls.ts'
import type { Capability } from './define.ts'
import { ending } from './judges/outcome.ts'

/**
 * What a client can do: it has a command for the operation, and this works with a registry that conforms. Where it does not, nothing is
 * known about the client, whatever the scenarios would show.
 */
export const capabilities: readonly Capability[] = (Object.keys(operations) as Operation[]).map((name) => ({
  name,
  title: `${name}: ${operations[name]}`,
  evaluates: [],
  async probe(t) {
    if (!t.can(name)) return { state: 'unsupported', reason: `${t.client} has no command for ${name}` }
    const { scenario, judge } = controls[name]
    const seen = await t.perform(scenario)
    if ('unprepared' in seen) return { state: 'unknown', reason: seen.unprepared }
    const found = judge(seen as never)
    if ('holds' in found && found.holds) return { state: 'supported' }
    const shown = 'absent' in found ? found.absent : found.title
    const why = seen.succeeded ? shown : ending(seen)
    const byHand = `oci-assay serve --scenario ${scenario.id} --log`
    return {
      state: 'unknown',
      reason: `${name} does not work with a registry that conforms: ${why}. To see it by hand: ${byHand}`,
    }
  },
}))
