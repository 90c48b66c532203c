import { beforeAll, describe, expect, it } from 'vitest'
import { assay } from '../../../src/assay/assay.ts'
import { csvText } from '../../../src/reporters/csv/csv.ts'
import { page } from '../../../src/reporters/html/page.ts'
import { junitText } from '../../../src/reporters/junit/junit.ts'
import { markdownText } from '../../../src/reporters/markdown/markdown.ts'
import { paintFor } from '../../../src/reporters/terminal/paint.ts'
import { summary } from '../../../src/reporters/terminal/summary.ts'
import { conclusionOf } from '../../../src/results/conclusion/conclusion.ts'
import { outcomesOf } from '../../../src/results/conclusion/images.ts'
import type { RunResult } from '../../../src/results/result.ts'
import { indexOf, pathOf, type Doc } from '../../../suites/image/layouts/build/layout.ts'
import { imagesOf, served } from './many-fixture.ts'

const all = 1000
let result: RunResult
let place = ''

/** A repository after a migration that has lost a layer of one platform of one tag; most of the thousand are copies of what was validated. */
beforeAll(async () => {
  const layout = imagesOf(20)
  const platform = (architecture: string) =>
    layout.manifest({
      layers: [
        { files: [{ name: 'lower', content: architecture }] },
        { files: [{ name: 'upper', content: architecture }] },
      ],
      config: (config) => void Object.assign(config, { architecture }),
      entry: (entry) => ({ ...entry, platform: { os: 'linux', architecture } }),
    })
  const [amd64, arm64] = [platform('amd64'), platform('arm64')]
  const index = indexOf(layout, [amd64, arm64])
  layout.entries.push({ ...index, annotations: { 'org.opencontainers.image.ref.name': 'lost' } })
  const manifest = JSON.parse(String(layout.files.get(pathOf(String(arm64['digest']))))) as { layers: Doc[] }
  layout.remove(manifest.layers[1] ?? {})
  const registry = await served({ app: layout })
  place = `${registry.host}/app`
  const run = await assay({ target: place, allTags: true })
  const [sound] = outcomesOf(run.result).filter(({ conclusion }) => conclusion === 'conformant')
  const more = Array.from({ length: all - 21 }, (_, at) => ({
    ...sound!,
    name: `${place}:w${at}`,
    place: 21 + at,
  }))
  const { target, evidence } = run.result
  result = {
    ...run.result,
    target: { ...target, details: { ...target.details, images: String(all) } },
    evidence: [...more, ...evidence],
  }
})

/** What is missing: the image, its platform and its layer. */
const isNamed = (text: string): boolean =>
  [`${place}:lost`, 'linux/arm64', 'layer 2', `of ${all} images|in ${all} images`].every((each) =>
    new RegExp(each.replaceAll('.', '\\.')).test(text),
  )

describe('a layer of one platform of one tag of a thousand that got lost', () => {
  it('keeps the run from succeeding', () => {
    expect(conclusionOf(result)).toMatchObject({ name: 'incomplete', exitCode: 3 })
  })

  it('is named on the screen of a terminal', () => {
    const options = { paint: paintFor(process.stdout, false), verbose: false, reports: [] }
    for (const width of [80, 120]) {
      const lines = summary(result, { ...options, width })
      expect(lines.length).toBeLessThanOrEqual(40)
      expect(isNamed(lines.join(' ').replaceAll(/\s+/g, ' '))).toBe(true)
    }
  })

  it('is named at the top of the page', () => {
    const body = page(result).replace(/^[^]*<main/, '<main')
    const text = body
      .replaceAll(/<(?:style|script)[^]*?<\/(?:style|script)>|<[^>]+>/g, ' ')
      .replaceAll(/\s+/g, ' ')
    expect(isNamed(text.slice(0, 1200))).toBe(true)
  })

  it('is the first line of the table, and has a suite with an error', () => {
    const [, line = ''] = csvText(result).split('\r\n')
    expect(line).toMatch(/:lost,incomplete,sha256:.*linux\/arm64.*layer 2/)
    const [, suite = ''] = /(<testsuite [^>]*:lost"[^]*?<\/testsuite>)/.exec(junitText(result)) ?? []
    expect(suite).toMatch(/<error.*linux\/arm64.*layer 2/)
    expect(junitText(result).match(/<error/g)).toHaveLength(1)
    expect(junitText(result).indexOf(':lost"')).toBeLessThan(600)
  })

  it('is named at the top of the summary of a job', () => {
    const text = markdownText(result, {}).split('\n').slice(0, 20).join(' ')
    expect(isNamed(text.replaceAll('\\', ''))).toBe(true)
  })
})
