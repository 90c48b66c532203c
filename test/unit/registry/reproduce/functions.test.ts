import { spawnSync } from 'node:child_process'
import { describe, expect, it } from 'vitest'
import { functionsFor } from '../../../../src/registry/reproduce/functions.ts'

/** The exit code of a check of lines. */
const check = (call: string, lines: readonly string[]): number | null =>
  spawnSync('sh', ['-c', `export LC_ALL=C\n${functionsFor(call, []).join('\n')}\n${call}`], {
    input: lines.map((line) => `${line}\n`).join(''),
  }).status

describe('each_after', () => {
  it.each([
    ['nothing', 'b', [], 0],
    ['what comes after it', 'b', ['c', 'd'], 0],
    ['it again', 'b', ['c', 'b'], 1],
    ['what comes before it', 'b', ['c', 'a'], 1],
    ['what comes before it by bytes alone', 'b', ['C'], 0],
    ['what comes before it without case alone', 'B', ['a'], 0],
    ['digits as text', '10', ['9'], 0],
    ['digits that come before as text', '9', ['10'], 1],
  ])('takes %s for what it is', (_, last, lines, code) => {
    expect(check(`each_after '${last}'`, lines)).toBe(code)
  })
})
