import { expect, it } from 'vitest'
import { all, violated, failure, holds, warning, type Judgement } from '../../../src/engine/judgement.ts'

const isDark = { holds: false, title: 'stays dark', expected: ['light'], received: 'darkness' } as const
const isBlue = violated('shines blue', ['white', 'yellow'], 'blue')

it.each<[string, Judgement, object]>([
  ['what holds', holds(), { holds: true }],
  ['what holds with a note', holds('barely'), { holds: true, note: 'barely' }],
  ['a violation', violated('stays dark', 'light', 'darkness'), isDark],
  [
    'a violation, where several answers are right',
    isBlue,
    { holds: false, title: 'shines blue', expected: ['white', 'yellow'], received: 'blue' },
  ],
  ['a failure', failure(isDark), { ...isDark, severity: 'fail' }],
  ['a warning', warning(isDark), { ...isDark, severity: 'warn' }],
  ['a failure of what holds', failure(holds('barely')), { holds: true, note: 'barely' }],
  ['a warning of what holds', warning(holds('barely')), { holds: true, note: 'barely' }],
  ['all of nothing', all(), { holds: true }],
  ['all that holds', all(holds(), holds()), { holds: true }],
  [
    'all that holds, with its notes',
    all(holds('one'), holds(), holds('two')),
    { holds: true, note: 'one; two' },
  ],
  ['all, of which two are violated', all(holds('one'), isDark, isBlue), isDark],
])('returns %s', (_, judgement, expected) => expect(judgement).toStrictEqual(expected))
