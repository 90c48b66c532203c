import { addHeader } from '../../../src/reference/reply.ts'
import type { Fault } from '../fault.ts'
import { onReply } from '../../../src/reference/effects/effects.ts'

const warning = (value: string) =>
  onReply({ endpoint: 'manifest', status: 200 }, (answer) => addHeader(answer, 'Warning', value))

/** Faults in warnings. */
export const faults: readonly Fault[] = [
  {
    id: 'warning-unquoted',
    violates: 'warnings.form',
    title: 'sends the text of a warning without quotes',
    effects: () => warning('299 - this tag moves'),
  },
  {
    id: 'warning-199',
    violates: 'warnings.code',
    title: 'sends warnings with another code',
    effects: () => warning('199 - "this tag moves"'),
  },
  {
    id: 'warning-with-agent',
    violates: 'warnings.agent',
    title: 'names itself in its warnings',
    effects: () => warning('299 registry.example "this tag moves"'),
  },
  {
    id: 'warning-with-date',
    violates: 'warnings.no-date',
    title: 'dates its warnings',
    effects: () => warning('299 - "this tag moves" "Wed, 21 Oct 2026 07:28:00 GMT"'),
  },
  {
    id: 'warning-too-long',
    violates: 'warnings.size',
    title: 'sends a warning of five thousand letters',
    effects: () => warning(`299 - "${'moving '.repeat(714)}"`),
  },
  {
    id: 'warnings-too-many',
    violates: 'warnings.size',
    title: 'sends many warnings that are too long together',
    effects: () =>
      onReply({ endpoint: 'manifest', status: 200 }, (answer) =>
        Array.from({ length: 60 }).reduce<typeof answer>(
          (seen, _, at) => addHeader(seen, 'Warning', `299 - "${at} ${'moving '.repeat(11)}"`),
          answer,
        ),
      ),
  },
]
