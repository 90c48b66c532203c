import { expect, it } from 'vitest'
import { byVersion, fullName, labelOf, nameOf } from '../../../../src/results/comparison/name.ts'

it.for([
  ['zot 2.1.20', 'zot', '2.1.20'],
  ['zot v2.1.20', 'zot', '2.1.20'],
  ['zot@v2', 'zot', '2'],
  ['distribution 2.8.2+ds1-1+b9', 'distribution', '2.8.2+ds1-1+b9'],
  ['our registry 2026-11-25', 'our registry', '2026-11-25'],
  ['registry 2', 'registry 2', undefined],
  ['localhost:5000', 'localhost:5000', undefined],
  ['127.0.0.1:5000', '127.0.0.1:5000', undefined],
  ['2.1.20', '2.1.20', undefined],
  ['zot   2.1', 'zot', '2.1'],
  ['@2.1', '@2.1', undefined],
  ['zot @v2', 'zot ', '2'],
  ['zot v2@next', 'zot v2@next', undefined],
  ['crane 0.22.1 registry serve', 'crane 0.22.1 registry serve', undefined],
] as const)('reads %s as product and version', ([label, product, version]) => {
  expect(nameOf(label)).toEqual(version === undefined ? { product } : { product, version })
})

it('reads a long name in little time', () => {
  const start = performance.now()
  nameOf(`a${' 1.1'.repeat(100_000)}!`)
  labelOf({ kind: 'registry', name: `${'/'.repeat(100_000)}a`, details: {} })
  expect(performance.now() - start).toBeLessThan(1000)
})

it('calls a target by its label, else by its address', () => {
  const target = { kind: 'registry' as const, name: 'https://registry.example/', details: {} }
  expect(labelOf(target)).toBe('registry.example')
  expect(labelOf({ ...target, details: { label: 'ours 1.0' } })).toBe('ours 1.0')
  expect(fullName(nameOf('zot v2.1.20'))).toBe('zot 2.1.20')
})

it('puts versions in the order of time', () => {
  const ordered = ['', '2.1', '2.1.0-rc1', '2.1.0-rc2', '2.1.0', '2.1.9', '2.1.20', '2.10.0', '10.0.0']
  for (const [index, one] of ordered.entries())
    for (const other of ordered.slice(index + 1)) {
      expect(Math.sign(byVersion(one, other)), `${one} before ${other}`).toBe(-1)
      expect(Math.sign(byVersion(other, one)), `${other} after ${one}`).toBe(1)
    }
  expect(byVersion('2.8.2+ds1', '2.8.2+ds2')).toBe(0)
})
