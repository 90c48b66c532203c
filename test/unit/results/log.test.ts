import { expect, it } from 'vitest'
import { joinLogs, type LogLine, type TargetLog } from '../../../src/results/log/target-log.ts'

const line = (at: number, text: string): LogLine => ({ at, stream: 'stdout', text })
const quiet: TargetLog = { source: 'lamp:1', lines: [], omitted: 0 }

it.each<[string, TargetLog[], TargetLog | undefined]>([
  ['none are none', [], undefined],
  ['one stays what it is', [quiet], quiet],
  [
    'lines stand in order of time, and those of one moment in that of their machines',
    [
      { ...quiet, lines: [line(20, 'c'), line(40, 'e')] },
      { ...quiet, lines: [line(-5, 'a'), line(20, 'd')] },
      { ...quiet, lines: [line(10, 'b')] },
    ],
    { ...quiet, lines: [line(-5, 'a'), line(10, 'b'), line(20, 'c'), line(20, 'd'), line(40, 'e')] },
  ],
  [
    'each source is named once, and what is omitted is added up',
    [
      { ...quiet, omitted: 3 },
      { ...quiet, source: 'lamp:2', omitted: 4 },
      { ...quiet, omitted: 5 },
    ],
    { source: 'lamp:1, lamp:2', lines: [], omitted: 12 },
  ],
  [
    'each end is reported once, also where one had none',
    [{ ...quiet, ended: 'burnt out' }, quiet, { ...quiet, ended: 'fell' }, { ...quiet, ended: 'burnt out' }],
    { ...quiet, ended: 'burnt out; fell' },
  ],
])('logs joined: %s', (_, logs, joined) => expect(joinLogs(logs)).toStrictEqual(joined))
