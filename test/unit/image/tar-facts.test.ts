import { describe, expect, it } from 'vitest'
import { LayerEntries } from '../../../src/image/decode/tar/entries.ts'
import { TarParser } from '../../../src/image/decode/tar/parser.ts'
import { tar } from './archives.ts'

/** Facts of a layer with these names, each as often as it is listed. */
function factsOf(names: Iterable<string>, limit?: number) {
  const walk = new LayerEntries(limit === undefined ? {} : { limits: { 'layer-names': limit } })
  // One header is read, and its entry is used for all.
  const parser = new TarParser({
    entry(entry) {
      for (const name of names) walk.entry({ ...entry, name })
    },
    problem: (problem) => walk.problem(problem),
  })
  parser.push(tar({ name: 'x' }))
  return walk.finish(parser.end())
}

function* longNames(count: number, prefix = 'usr/share/some/directory') {
  for (let at = 0; at < count; at += 1) yield `${prefix}${at % 1000}/file-with-a-name-${at}.txt`
}

describe('paths that are compared', () => {
  it('finds a duplicate among half a million long ones', () => {
    const facts = factsOf([...longNames(500_000), 'usr/share/some/directory7/file-with-a-name-7.txt'])
    expect(facts.pathsComplete).toBe(true)
    expect(facts.kinds.duplicate).toMatchObject({ count: 1 })
  })

  it('reports where it stops comparing', () => {
    expect(factsOf(longNames(100), 1000).pathsComplete).toBe(false)
    expect(factsOf(longNames(100), 100_000).pathsComplete).toBe(true)
  })

  it.each([
    ['../x', 'climbing'],
    ['a/../../x', 'climbing'],
    ['a/../..', 'climbing'],
    ['./../x', 'climbing'],
    ['a/../b', 'parent-segment'],
    ['a/b/../../c', 'parent-segment'],
    ['a..b/..c', undefined],
  ] as const)('recognizes %s as %s', (name, kind) => {
    const { kinds } = factsOf([name])
    expect(Object.keys(kinds).filter((each) => each === 'climbing' || each === 'parent-segment')).toEqual(
      kind === undefined ? [] : [kind],
    )
  })
})
