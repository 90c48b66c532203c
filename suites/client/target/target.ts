import { commandsOf, type Recipe } from '../../../src/client/recipe.ts'
import { shown } from '../../../src/client/command-line.ts'
import { withoutUndefined } from '../../../src/engine/optional.ts'
import type { Target } from '../../../src/engine/run.ts'
import type { Exchange } from '../../../src/registry/record/exchange.ts'
import { createInvocations, type InvocationRecord } from '../../../src/registry/record/invocation.ts'
import { NotPrepared, perform } from '../lab/perform.ts'
import type { Seen } from '../seen.ts'
import type { ClientContext } from './context.ts'

export interface ClientTargetOptions {
  recipe: Recipe
  version?: string
  label?: string
  configuration?: string
  /** Called with the evidence of each scenario, in the order in which it was recorded. */
  onExchange: (exchange: Exchange) => void
  onInvocation: (record: InvocationRecord) => void
}

/** A client as the target of its suites: each test runs it against registries of its own. */
export function clientTarget(options: ClientTargetOptions): Target<ClientContext> {
  const { recipe, version, label, configuration, onExchange, onInvocation } = options
  const start = Date.now()
  let exchanges = 0
  const note = createInvocations(onInvocation)
  const report = (seen: Seen, scenario: string, round: number) => {
    for (const each of seen.exchanges) onExchange(each)
    const of = { test: scenario, round, registry: seen.registry }
    return seen.invocations.map((each) => note({ ...each, command: shown(each.command) }, of))
  }
  return {
    description: {
      kind: 'client',
      name: recipe.name,
      details: withoutUndefined({
        label: label ?? (version === undefined ? undefined : `${recipe.name} ${version}`),
        'options from': configuration,
        client: recipe.title,
        version,
      }),
    },
    open: (tools) => ({
      ...tools,
      client: recipe.name,
      pullsImages: recipe.pulls === undefined,
      can: (operation) => commandsOf(recipe, operation) !== undefined,
      async perform(scenario) {
        const { signal, round } = tools
        const options = { recipe, signal, start, nextId: () => (exchanges += 1) }
        const seen = await perform(scenario, options).catch((error: unknown) => {
          if (error instanceof NotPrepared) return { unprepared: error.message }
          throw error
        })
        if ('unprepared' in seen) return seen
        return { ...seen, ran: report(seen, scenario.id, round) }
      },
    }),
  }
}
