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

/** The exit code of a check of lines against a list that another response has. */
const checkAgainst = (call: string, list: readonly string[], lines: readonly string[]): number | null => {
  const listed = `listed() { printf '%s\\n' ${list.join(' ')}; }`
  const work = 'work=$(mktemp -d) || exit 2; trap \'rm -rf "$work"\' EXIT'
  return spawnSync('sh', ['-c', [work, listed, ...functionsFor(call, []), call].join('\n')], {
    input: lines.map((line) => `${line}\n`).join(''),
  }).status
}

describe('begins_as', () => {
  it.each([
    ['nothing', [], 0],
    ['the beginning', ['b', 'A'], 0],
    ['the beginning in another order', ['A', 'b'], 0],
    ['all of it', ['c', 'A', 'b'], 0],
    ['what leaves the first one out', ['A', 'c'], 1],
    ['what is not in it', ['b', 'x'], 1],
  ])('takes %s for what it is', (_, lines, code) => {
    expect(checkAgainst('begins_as listed 1', ['b', 'A', 'c'], lines)).toBe(code)
  })
})

describe('orders_as', () => {
  it.each([
    ['nothing', [], 0],
    ['some in the same order', ['b', 'c'], 0],
    ['some in another order', ['c', 'b'], 1],
    ['others between them', ['b', 'x', 'c'], 0],
  ])('takes %s for what it is', (_, lines, code) => {
    expect(checkAgainst('orders_as listed 1', ['b', 'A', 'c'], lines)).toBe(code)
  })
})
