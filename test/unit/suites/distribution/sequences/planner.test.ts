import { describe, expect, it } from 'vitest'
import { createRandom } from '../../../../../src/content/random.ts'
import { usualRequests } from '../../../../../src/engine/depth.ts'
import { countCoverage } from '../../../../../suites/distribution/sequences/coverage.ts'
import { createMaterials } from '../../../../../suites/distribution/sequences/materials.ts'
import { sourceOfStandard } from '../../../../../suites/distribution/sequences/plan-of-run.ts'
import { planSequences, type Features } from '../../../../../suites/distribution/sequences/planner.ts'
import { sample } from '../../../../sample.ts'
import type { Sequence, Step } from '../../../../../suites/distribution/sequences/sequence.ts'

const features: Features = {
  deleteTag: true,
  deleteManifest: true,
  deleteBlob: true,
  referrers: true,
  sha512: true,
  sha512Manifest: true,
  tagParameters: true,
  mount: true,
  singlePost: true,
  cancel: true,
  chunked: true,
  ranges: true,
}

const plan = (seed: string, changed: Partial<Features> = {}, budget = usualRequests.standard) =>
  planSequences({
    seed: createRandom(seed),
    depth: 'standard',
    features: { ...features, ...changed },
    budget,
  })

const all = Array.from({ length: 50 }, (_, at) => `seed ${at}`)
const seeds = sample(all, all.slice(0, 12))

const flat = (steps: readonly Step[]): Step[] =>
  steps.flatMap((step) => (step.do === 'at-once' ? flat(step.steps) : [step]))

const missed = ({ coverage: { groups } }: ReturnType<typeof plan>): string[] =>
  groups.flatMap(({ name, uncovered }) =>
    uncovered.flatMap(({ pair, reason }) =>
      reason === 'budget' || reason === 'not reached' ? [`${name}: ${pair}`] : [],
    ),
  )

describe('a plan of standard depth', () => {
  it('covers all pairs within its budget', () => {
    const made = plan(sourceOfStandard)
    expect(missed(made)).toEqual([])
    expect(made.requests).toBeLessThanOrEqual(usualRequests.standard)
  })

  it('covers nearly all pairs with any seed', () => {
    for (const seed of seeds) {
      const { covered, applicable } = countCoverage(plan(seed, {}, 3400).coverage)
      expect(applicable - covered, seed).toBeLessThan(4)
    }
  })

  it('is the same for a seed, and another one for another seed', () => {
    expect(plan('one')).toEqual(plan('one'))
    expect(plan('one').sequences).not.toEqual(plan('two').sequences)
  })

  it('is made in a moment', () => {
    const took = seeds.slice(0, 5).map((seed) => {
      const started = process.cpuUsage()
      plan(seed)
      const { user, system } = process.cpuUsage(started)
      return (user + system) / 1000
    })
    // About 100 ms of processor time for the first one: what else the machine does is not counted.
    expect(Math.min(...took)).toBeLessThan(500)
  })

  it('reports what the budget leaves out', () => {
    const made = plan('small', {}, 200)
    const { covered, applicable } = countCoverage(made.coverage)
    expect(covered).toBeLessThan(applicable)
    expect(missed(made).length).toBe(applicable - covered)
  })
})

const thorough = (budget: number) =>
  planSequences({ seed: createRandom('thorough'), depth: 'thorough', features, budget })

const longest = (sequences: readonly Sequence[]): number =>
  Math.max(...sequences.map(({ steps }) => steps.length))

const missedDetails = ({ coverage: { groups } }: ReturnType<typeof plan>): number =>
  groups.flatMap(({ name, uncovered }) => (/ by (?:kind|form|size)$/.test(name) ? uncovered : [])).length

describe('a plan of thorough depth', () => {
  it('goes on until its requests are spent, with longer sequences and other content', () => {
    const made = thorough(9000)
    expect(made.requests).toBeGreaterThanOrEqual(9000)
    expect(made.requests).toBeLessThan(9250)
    const ids = made.sequences.map(({ id }) => id)
    expect(new Set(ids).size).toBe(ids.length)
    expect(longest(made.sequences.slice(plan('thorough').sequences.length))).toBeGreaterThan(100)
    expect(made.sequences.flatMap(pushedTooEarly)).toEqual([])
  })

  it('has operations in each state on each kind of manifest, form of tag and size of blob', () => {
    expect(missedDetails(thorough(5500))).toBeLessThan(100)
    expect(missedDetails(thorough(2500))).toBeGreaterThan(missedDetails(thorough(5500)))
  })
})

describe('features that are absent', () => {
  const absent: Partial<Record<keyof Features, RegExp>> = {
    deleteTag: /"delete-tag"/,
    deleteManifest: /"delete-manifest"/,
    deleteBlob: /"delete-blob"/,
    referrers: /"list-referrers"/,
    sha512: /"sha512"/,
    tagParameters: /"tags":\[/,
    mount: /"mount"/,
    singlePost: /"single-post"/,
    cancel: /"cancel"/,
    chunked: /"chunks|"stream"|"chunk"/,
    ranges: /"range":/,
  }

  it.each(Object.entries(absent))('are not used: %s', (name, pattern) => {
    const without = name === 'sha512' ? { sha512: false, sha512Manifest: false } : { [name]: false }
    const made = plan(sourceOfStandard, without, 3300)
    // Whole texts would be printed where these fail.
    expect(pattern.test(stepsAndBlobs(made.sequences))).toBe(false)
    expect(pattern.test(stepsAndBlobs(plan(sourceOfStandard).sequences))).toBe(true)
    expect(missed(made)).toEqual([])
    const reasons = made.coverage.groups.flatMap(({ uncovered }) => uncovered.map(({ reason }) => reason))
    expect(reasons).toContain('feature absent')
  })
})

const stepsAndBlobs = (sequences: readonly Sequence[]): string =>
  JSON.stringify(sequences.map(({ steps, blobs }) => ({ steps, blobs })))

describe('sequences', () => {
  const sequences = seeds.slice(0, 10).flatMap((seed) => plan(seed).sequences)

  it('refers only to what it declares', () => {
    for (const sequence of sequences) {
      expect(() => createMaterials(sequence, createRandom('materials'))).not.toThrow()
      expect(undeclared(sequence)).toEqual([])
    }
  })

  it('has what a manifest refers to pushed before it', () => {
    expect(sequences.flatMap(pushedTooEarly)).toEqual([])
  })

  it('has blobs and manifests deleted that others refer to, and those that nothing refers to', () => {
    expect(sequences.flatMap(deletedInUse)).not.toEqual([])
    expect(sequences.some((each) => deletedInUse(each).length === 0)).toBe(true)
  })

  it('ends with a look at all', () => {
    expect(sequences.filter(({ steps }) => steps.at(-1)?.do !== 'look-around')).toEqual([])
  })
})

function undeclared({ blobs, manifests, tags, steps }: Sequence): string[] {
  const uploads = new Set(flat(steps).flatMap((step) => (step.do === 'start' ? [step.upload] : [])))
  return flat(steps).flatMap((step) => {
    const named = [
      'blob' in step && !(step.blob in blobs) ? step.blob : undefined,
      'manifest' in step && !(step.manifest in manifests) ? step.manifest : undefined,
      'tag' in step && !(step.tag in tags) ? step.tag : undefined,
      'upload' in step && !uploads.has(step.upload) ? step.upload : undefined,
      'by' in step && 'tag' in step.by && !(step.by.tag in tags) ? step.by.tag : undefined,
      'by' in step && 'digest' in step.by && !(step.by.digest in manifests) ? step.by.digest : undefined,
      ...(step.do === 'push-manifest' ? (step.tags ?? []).filter((tag) => !(tag in tags)) : []),
    ]
    return named.flatMap((name) => (name === undefined ? [] : [`${step.do} ${name}`]))
  })
}

const partsOf = ({ manifests }: Sequence, name: string): string[] => {
  const recipe = manifests[name]
  if (!recipe) return []
  const isIndex = recipe.kind === 'index' || recipe.kind === 'docker-list'
  if (isIndex) return [...recipe.manifests]
  return [...(recipe.config === 'empty' ? [] : [recipe.config.blob]), ...recipe.layers]
}

/** What is there after each step, without regard to tags. */
function walk(sequence: Sequence, visit: (step: Step, there: ReadonlySet<string>) => void): void {
  const there = new Set<string>()
  const uploads = new Map<string, { at: string; blob: string }>()
  for (const step of flat(sequence.steps)) {
    visit(step, there)
    if (step.do === 'push-blob' || step.do === 'mount') there.add(`${step.at} ${step.blob}`)
    if (step.do === 'push-manifest') there.add(`${step.at} ${step.manifest}`)
    if (step.do === 'delete-blob') there.delete(`${step.at} ${step.blob}`)
    if (step.do === 'delete-manifest') there.delete(`${step.at} ${step.manifest}`)
    if (step.do === 'start') uploads.set(step.upload, step)
    const upload = step.do === 'close' ? uploads.get(step.upload) : undefined
    if (upload) there.add(`${upload.at} ${upload.blob}`)
  }
}

function pushedTooEarly(sequence: Sequence): string[] {
  const found: string[] = []
  walk(sequence, (step, there) => {
    if (step.do !== 'push-manifest') return
    const missing = partsOf(sequence, step.manifest).filter((part) => !there.has(`${step.at} ${part}`))
    if (missing.length > 0) found.push(`${sequence.id}: ${step.manifest} before ${missing.join()}`)
  })
  return found
}

function deletedInUse(sequence: Sequence): string[] {
  const found: string[] = []
  walk(sequence, (step, there) => {
    if (step.do !== 'delete-blob' && step.do !== 'delete-manifest') return
    const name = step.do === 'delete-blob' ? step.blob : step.manifest
    if (!there.has(`${step.at} ${name}`)) return
    for (const other of Object.keys(sequence.manifests)) {
      if (there.has(`${step.at} ${other}`) && partsOf(sequence, other).includes(name)) {
        found.push(`${sequence.id}: ${name} of ${other}`)
      }
    }
  })
  return found
}
