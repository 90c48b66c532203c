import { joinRequirements, defineRequirements, type IdOf } from '../../../src/engine/literal-ids.ts'
import {
  derived,
  table,
  type Place,
  type Requirement,
  type Statement,
} from '../../../src/engine/requirement.ts'

type At = Requirement['at']

/** One place in all versions, by its line in each: the tables of conversion.md. */
const inAll = (
  make: (place: Place) => Statement,
  [first, second, dev]: readonly [number, number, number],
): At => ({
  '1.0': make(`conversion.md#${first}`),
  '1.1': make(`conversion.md#${second}`),
  dev: make(`conversion.md#${dev}`),
})

const row = (place: Place): Statement => table('MUST', place)
const follows = (place: Place): Statement => derived('MUST', place)

const program: readonly [number, number, number] = [35, 32, 32]

/** What shows that an image runs: an engine starts it with what its configuration specifies. */
export const requirements = joinRequirements(
  defineRequirements([
    {
      id: 'start.pulled',
      title: 'can be pulled by a container engine',
      section: 'verbatim-fields',
      at: inAll(follows, program),
      reasoning: 'What an engine cannot pull cannot be started from its configuration.',
      impact: 'The image cannot be run.',
    },
    {
      id: 'start.created',
      title: 'can be used to create a container',
      section: 'verbatim-fields',
      at: inAll(follows, program),
      reasoning:
        'A configuration that cannot be converted, or layers that cannot be unpacked, give no container.',
      impact: 'The image cannot be run.',
    },
    {
      id: 'start.command',
      title: 'starts with Entrypoint and Cmd as its command',
      section: 'verbatim-fields',
      at: inAll(row, program),
    },
    {
      id: 'start.environment',
      title: 'starts with the variables of Env',
      section: 'verbatim-fields',
      at: inAll(row, [34, 31, 31]),
    },
    {
      id: 'start.working-directory',
      title: 'starts in WorkingDir',
      section: 'verbatim-fields',
      at: inAll(row, [33, 30, 30]),
    },
    {
      id: 'start.user',
      title: 'starts as User',
      section: 'configuser',
      at: inAll(row, [64, 71, 71]),
    },
    {
      id: 'start.stop-signal',
      title: 'has StopSignal as its stop signal',
      section: 'annotation-fields',
      at: inAll(row, [50, 52, 52]),
    },
    {
      id: 'start.runs',
      title: 'starts its program',
      section: 'verbatim-fields',
      at: inAll(follows, program),
      reasoning:
        'The engine starts Entrypoint and Cmd, so they name a program of the image that this platform can execute.',
      impact:
        'The container ends before the program begins: a missing file, another architecture, an unknown user.',
    },
    {
      id: 'start.exit-status',
      title: 'ends with the expected exit status',
      section: 'verbatim-fields',
      at: inAll(follows, program),
      reasoning: 'The user specifies it (--expect-exit).',
    },
    {
      id: 'start.output',
      title: 'prints the expected text',
      section: 'verbatim-fields',
      at: inAll(follows, program),
      reasoning: 'The user specifies it (--expect-output).',
    },
    {
      id: 'start.healthy',
      title: 'becomes healthy by its health check',
      section: 'verbatim-fields',
      at: inAll(follows, program),
      reasoning: 'The image specifies how its health is checked; the field is one of Docker.',
    },
  ]),
)

export type StartRequirement = IdOf<typeof requirements>
