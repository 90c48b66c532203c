import { describe, expect, it } from 'vitest'
import { type Attack, attackTable, differingLines, withAttackTable } from '../attack-table.ts'

const row = (part: Attack['part'], what: string, result = 'nothing happens'): Attack => ({
  part,
  what,
  result,
})

const document = '# Title\n\n<!-- attacks: made by npm run attacks -->\nold\n<!-- /attacks -->\n\nThe end.\n'

describe('the table of attacks', () => {
  it('has the parts in their order, and rows in the order in which they come', () => {
    const made = attackTable([row('The machine', 'c'), row('Secrets', 'b'), row('Secrets', 'a')])
    expect(made.match(/^(?:###.*|\| [abc] .*)$/gm)).toEqual([
      '### Secrets',
      '| b | nothing happens |',
      '| a | nothing happens |',
      '### The machine',
      '| c | nothing happens |',
    ])
  })

  it('shows what would be markup, and code as it is', () => {
    expect(attackTable([row('Secrets', 'a | <b>\n [c](d) `<e>|_f_`', '__proto__')])).toContain(
      String.raw`| a \| \<b\> \[c\](d) ${'`'}<e>\|_f_${'`'} | \_\_proto\_\_ |`,
    )
  })

  it('replaces the former one, and nothing else', () => {
    const made = withAttackTable(document, [row('Secrets', 'a')])
    expect(made).toMatch(
      /^# Title\n\n<!-- attacks.*-->\n\n### Secrets\n[^]*\n\n<!-- \/attacks -->\n\nThe end\.\n$/,
    )
    expect(made).not.toContain('old')
    expect(withAttackTable(made, [row('Secrets', 'a')])).toBe(made)
    expect(() => withAttackTable('# Title', [])).toThrow('no place for the table')
  })

  it('keeps the order of the rows that it has, and has new ones behind them', () => {
    const before = withAttackTable(document, [row('Secrets', 'b'), row('Secrets', 'a')])
    const after = withAttackTable(before, [row('Secrets', 'n'), row('Secrets', 'a'), row('Secrets', 'b')])
    expect(after.match(/^\| [abn] /gm)).toEqual(['| b ', '| a ', '| n '])
  })

  it('differs by the rows that were added, removed or changed', () => {
    const before = withAttackTable(document, [row('Secrets', 'a'), row('Secrets', 'b')])
    const after = withAttackTable(document, [row('Secrets', 'a'), row('Secrets', 'b', 'x')])
    expect(differingLines(before, after)).toEqual(['- | b | nothing happens |', '+ | b | x |'])
  })
})
