import { holds, violated } from '../../../../src/engine/judgement.ts'
import { onReply } from '../../../../src/reference/effects/effects.ts'
import { addHeader } from '../../../../src/reference/reply.ts'
import type { Exchange } from '../../../../src/registry/record/exchange.ts'
import { ending } from '../../judges/outcome.ts'
import { targetOf } from '../../judges/requests.ts'
import { defineScenario, type AnyScenario } from '../../scenario.ts'
import { absent, seenAt } from '../../seen.ts'

const text = 'this repository moves on Friday'

const nameOf = (exchange: Exchange): string => `${exchange.request.method} ${targetOf(exchange)}`

export const scenarios: readonly AnyScenario[] = [
  defineScenario({
    id: 'pull-warnings',
    title: 'a pull without warnings, then one with the same warning on each response',
    operation: 'pull',
    stage: ({ image, random, tag, time }) => ({
      facts: {},
      times: 2,
      registry: {
        holds: [{ tree: image(random), tag }],
        effects: [
          onReply({}, (reply) => (time() === 0 ? reply : addHeader(reply, 'Warning', `299 - "${text}"`))),
        ],
      },
    }),
    judges: {
      'client.warnings.reported': (seen) =>
        seen.output.includes(text)
          ? holds()
          : violated('does not show the warnings of the registry', text, 'nothing of it in its output'),
      'client.warnings.once': (seen) => {
        const shown = seen.output.split(text).length - 1
        if (shown === 0) return absent('the client does not show warnings')
        return shown === 1
          ? holds()
          : violated('shows the same warning several times', 'once', `${shown} times`)
      },
      'client.warnings.no-action': (seen) => {
        const [before = [], after = []] = seen.times
        const known = before.map(nameOf)
        const [more] = after.filter((each) => !known.includes(nameOf(each)))
        if (more)
          return seenAt(
            [more],
            violated('sends further requests because of a warning', 'the same requests', nameOf(more)),
          )
        return seen.succeeded
          ? holds()
          : violated('fails because of a warning', 'exit status 0', ending(seen))
      },
    },
  }),
]
