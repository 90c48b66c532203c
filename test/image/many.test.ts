import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { assay } from '../../src/assay/assay.ts'
import type { ImageOutcome } from '../../src/image/model/outcome.ts'
import { isImageOutcome } from '../../src/results/record.ts'
import type { RunResult } from '../../src/results/result.ts'
import { defects as all } from '../../suites/image/defects.ts'
import { createLayout } from '../../suites/image/layouts/build/layout.ts'
import { write } from '../../suites/image/layouts/build/write.ts'
import type { Defect } from '../../suites/image/layouts/case.ts'
import { valid } from '../../suites/image/layouts/valid/index.ts'

/** One run has one set of options, so that those of most defects are taken. */
const isUsual = ({ spec, closed, limits, allowMissing, policies, form }: Partial<Defect>): boolean =>
  [spec, closed, limits, allowMissing, policies].every((option) => option === undefined) &&
  form !== 'registry'

const defects = all.filter(isUsual)

const folder = mkdtempSync(join(tmpdir(), 'oci-assay-defects-'))
process.on('exit', () => rmSync(folder, { recursive: true, force: true }))

const found = ({ failed, warned }: Pick<ImageOutcome, 'failed' | 'warned'>): string[] =>
  [...new Set([...failed, ...warned])].toSorted()

const expectedOf = ({ violates, also = [], verdict }: Defect): string[] =>
  [...(verdict === 'error' ? [] : [violates]), ...also].toSorted()

/** Writes the layout of a case into a folder of its own; returns where it is. */
const placed = (id: string, { make, form, entries }: Pick<Defect, 'make' | 'form' | 'entries'>) => {
  const layout = createLayout()
  make(layout)
  const place = join(folder, id)
  mkdirSync(place)
  return write(layout, place, form === 'registry' ? undefined : form, entries)
}

/** What an image refers to is compared with its descriptor, and with the name of its file only where nothing refers to it. */
const asOfImages = (id: string): string => (id === 'layout.blob.matches-name' ? 'content.digest.matches' : id)

describe('each defect, in one image among many', () => {
  const outcomes = new Map<string, ImageOutcome>()
  let result: RunResult
  let sound: string[] = []

  beforeAll(async () => {
    const paths = new Map(defects.map((defect) => [placed(defect.id, defect), defect.id]))
    sound = valid
      .filter((each) => isUsual(each) && !each.warns)
      .map((each) => placed(`valid-${each.id}`, each))
    ;({ result } = await assay({ target: '', images: [...paths.keys(), ...sound] }))
    for (const outcome of result.evidence.filter(isImageOutcome))
      outcomes.set(paths.get(outcome.name) ?? outcome.name, outcome)
  }, 120_000)

  it.each(defects)('$id is found there', (defect) => {
    const outcome = outcomes.get(defect.id)
    expect(found(outcome!)).toEqual(expectedOf(defect))
    if (defect.verdict === 'error') expect(outcome?.conclusion).toBe('incomplete')
  })

  it('is in no image that has none', () => {
    expect(sound.length).toBeGreaterThan(20)
    expect(sound.filter((name) => found(outcomes.get(name)!).length > 0)).toEqual([])
  })

  it('is a finding of its requirement, which counts each of its images once', () => {
    for (const { id, violates } of defects.filter(({ verdict }) => verdict !== 'error')) {
      const { findings = [] } = result.requirements.find((requirement) => requirement.id === violates) ?? {}
      const images = outcomes.size
      expect(findings.length, id).toBeGreaterThan(0)
      expect(
        findings.every(
          (finding) => (finding.images?.count ?? 0) > 0 && (finding.images?.count ?? 0) <= images,
        ),
      ).toBe(true)
    }
  })
})

describe('each defect, where the images of its layout are read one by one', () => {
  const sampled = defects.filter(({ form = 'directory' }, at) => form === 'directory' && at % 8 === 0)

  it.each(sampled)('$id is found', async (defect) => {
    const layout = createLayout()
    defect.make(layout)
    const target = write(layout, mkdtempSync(join(folder, 'one-')), undefined, defect.entries)
    const { result } = await assay({ target, allTags: true })
    const outcomes = result.evidence.filter(isImageOutcome)
    expect([...new Set(outcomes.flatMap(found).map(asOfImages))].toSorted()).toEqual(
      expectedOf(defect).map(asOfImages).toSorted(),
    )
  })
})
