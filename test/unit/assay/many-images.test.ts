import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { assay } from '../../../src/assay/assay.ts'
import { imagesFrom } from '../../../src/cli/input/images.ts'
import { csvText } from '../../../src/reporters/csv/csv.ts'
import { page } from '../../../src/reporters/html/page.ts'
import { markdownText } from '../../../src/reporters/markdown/markdown.ts'
import { junitText } from '../../../src/reporters/junit/junit.ts'
import { paintFor } from '../../../src/reporters/terminal/paint.ts'
import { summary } from '../../../src/reporters/terminal/summary.ts'
import { conclusionOf } from '../../../src/results/conclusion/conclusion.ts'
import { headlineOf } from '../../../src/results/conclusion/headline.ts'
import { outcomesOf } from '../../../src/results/conclusion/images.ts'
import type { RunResult } from '../../../src/results/result.ts'
import { artifactOf, createLayout, pathOf, type Doc } from '../../../suites/image/layouts/build/layout.ts'
import { write } from '../../../suites/image/layouts/build/write.ts'
import { conclusions, imagesOf, served } from './many-fixture.ts'

const folder = mkdtempSync(join(tmpdir(), 'oci-assay-many-'))
process.on('exit', () => rmSync(folder, { recursive: true, force: true }))

const verdictsIn = ({ requirements }: RunResult): Record<string, string> =>
  Object.fromEntries(requirements.map(({ id, verdict }) => [id, verdict]))

const lines = (result: RunResult): string[] =>
  summary(result, { paint: paintFor(process.stdout, false), width: 100, verbose: false, reports: [] })

describe('all tags of a repository', () => {
  it('are validated, over all pages of the list, and what they share is read once', async () => {
    const registry = await served({ app: imagesOf(7) })
    const { result } = await assay({ target: `${registry.host}/app`, allTags: true })
    expect(conclusionOf(result).name).toBe('conformant')
    expect(conclusions(result)).toHaveLength(7)
    expect([...registry.reads.values()].filter((reads) => reads !== 1)).toEqual([])
    expect(registry.reads.size).toBe(1 + 7 + 7)
    expect(headlineOf(result)).toContain('No failures in 7 images')
  })

  it('are judged by policies from the same reading, with one finding for what many show', async () => {
    const registry = await served({ app: imagesOf(5) })
    const { result } = await assay({
      target: `${registry.host}/app`,
      allTags: true,
      policies: { files: [{ path: 'base', mode: 0o755 }, { path: 'own' }], platforms: ['linux/amd64'] },
    })
    expect([...registry.reads.values()].filter((reads) => reads !== 1)).toEqual([])
    const policies = result.requirements.filter(({ suite }) => suite === 'policies')
    expect(policies.map(({ id, verdict }) => [id, verdict])).toEqual([
      ['policy.platforms', 'pass'],
      ['policy.files', 'fail'],
    ])
    expect(policies[1]?.findings.map(({ title }) => title)).toEqual(['has another mode at /base'])
  })

  it('have one finding for one cause, with the number of images and the first of them', async () => {
    const registry = await served({ app: imagesOf(9, (at) => at % 2 === 0) })
    const { result } = await assay({ target: `${registry.host}/app`, allTags: true })
    const failed = result.requirements.filter(({ verdict }) => verdict === 'fail')
    expect(failed.map(({ id, findings }) => [id, findings.length])).toEqual([
      ['config.rootfs.diff-ids.match', 1],
    ])
    const [finding] = failed[0]?.findings ?? []
    expect(finding?.images).toEqual({
      count: 5,
      first: ['v0', 'v2', 'v4'].map((tag) => `${registry.host}/app:${tag}`),
    })
    expect(finding?.title).not.toContain('images')
    expect(lines(result).join('\n')).toContain(`${finding?.title}: 5 images`)
    const summaryOfJob = markdownText(result, {}).replaceAll('\\', '')
    for (const text of ['5 images', 'app:v0', 'app:v4 and 2 more']) expect(summaryOfJob).toContain(text)
    expect(conclusions(result).filter((each) => each.endsWith('nonconformant'))).toHaveLength(5)
    expect(headlineOf(result)).toMatch(/^5 of 9 images failed/)
  })

  it('are named where one of them has lost a layer, on a screen of at most 40 lines', async () => {
    const layout = imagesOf(30)
    const manifest = JSON.parse(
      String(layout.files.get(pathOf(String((layout.entries[17] as Doc)['digest'])))),
    ) as { layers: Doc[] }
    layout.remove(manifest.layers[1] ?? {})
    const registry = await served({ app: layout, other: imagesOf(2) })
    const { result } = await assay({ target: registry.host, plainHttp: true, catalog: true })
    expect(conclusionOf(result).name).toBe('incomplete')
    expect(conclusions(result)).toHaveLength(32)
    expect(conclusions(result)[0]).toBe('app:v17 incomplete')
    const shown = lines(result)
    expect(shown.length).toBeLessThanOrEqual(40)
    expect(shown.join('\n')).toContain('app:v17')
    expect(junitText(result)).toMatch(/app:v17"[^]*<error/)
    expect(csvText(result).split('\r\n')[1]).toMatch(/app:v17,incomplete,sha256:/)
    expect(page(result)).toContain('app:v17')
  })

  it('lose a layer in one repository although another one has it', async () => {
    const [whole, lacking] = [imagesOf(1), imagesOf(1)]
    lacking.files.delete(
      [...lacking.files.keys()].find(
        (path) => whole.files.has(path) && lacking.files.get(path)?.[0] === 0x1f,
      ) ?? '',
    )
    const registry = await served({ one: whole, two: lacking })
    const { result } = await assay({ target: registry.host, plainHttp: true, catalog: true })
    expect(conclusions(result).toSorted()).toEqual(['one:v0 conformant', 'two:v0 incomplete'])
  })
})

/** A registry that refuses each request for such a path sixteen times before it responds. */
async function limiting(limited = /./) {
  const registry = await served({ app: imagesOf(8) })
  const refused = new Map<string, number>()
  registry.answer = (path) => {
    const times = refused.get(path) ?? 0
    refused.set(path, times + 1)
    return times < 16 && limited.test(path) ? 429 : undefined
  }
  return registry
}

describe('a registry that limits requests', () => {
  it.each([
    ['all tags', '/app', { allTags: true }],
    ['one image', '/app:v1', {}],
  ])('is waited for: %s', async (_, path, options) => {
    const { result } = await assay({ target: `${(await limiting()).host}${path}`, ...options })
    expect(conclusionOf(result).name).toBe('conformant')
  })

  it('leaves images that could not be read, and none that fails, where it is waited for less', async () => {
    const target = `${(await limiting(/v2$/)).host}/app`
    const { result } = await assay({ target: '', images: [`${target}:v1`, `${target}:v2`], retries: 15 })
    expect(conclusions(result).toSorted()).toEqual(['app:v1 conformant', 'app:v2 not-tested'])
    expect(conclusionOf(result).name).toBe('incomplete')
  })
})

it('are judged again where the policies are other ones than those of the earlier result', async () => {
  const registry = await served({ app: imagesOf(2) })
  const run = (mode: number, since?: RunResult) =>
    assay({
      target: `${registry.host}/app`,
      allTags: true,
      policies: { files: [{ path: 'base', mode }] },
      ...(since ? { since } : {}),
    })
  const { result } = await run(0o644)
  const [same, other] = [await run(0o644, result), await run(0o600, result)]
  expect(outcomesOf(same.result).filter(({ earlier }) => earlier)).toHaveLength(2)
  expect(outcomesOf(other.result).filter(({ earlier }) => earlier)).toEqual([])
  expect(conclusionOf(other.result).name).toBe('nonconformant')
})

describe('what refers to an image', () => {
  it('is validated too, over all levels, by option', async () => {
    const layout = imagesOf(1)
    const image = layout.entries[0] as Doc
    const refer = (subject: Doc, more: Doc = {}): Doc =>
      artifactOf(layout, {
        manifest(manifest) {
          const { mediaType, digest, size } = subject
          Object.assign(manifest, { subject: { mediaType, digest, size }, ...more })
        },
      })
    const signature = refer(image)
    const wrong = refer(signature, { artifactType: 'not a type' })
    const registry = await served({ app: layout })
    const target = `${registry.host}/app:v0`
    const { result: alone } = await assay({ target, images: [target] })
    expect(outcomesOf(alone)).toHaveLength(1)
    const { result } = await assay({ target, referrers: true })
    expect(outcomesOf(result).map(({ name, conclusion }) => [name, conclusion])).toEqual([
      [`${registry.host}/app@${String(wrong['digest'])}`, 'nonconformant'],
      [target, 'conformant'],
      [`${registry.host}/app@${String(signature['digest'])}`, 'conformant'],
    ])
  })
})

/** What a registry answers instead of its referrers, by the API and by the tag of the referrers tag schema. */
const failing =
  ({ api, tag }: { api: number; tag?: number }) =>
  (path: string) =>
    path.includes('/referrers/') ? api : path.includes('/manifests/sha256-') ? tag : undefined

describe('referrers that cannot be listed', () => {
  const cases = [
    { api: 500, why: 'the referrers API returned 500' },
    { api: 403, why: 'the referrers API returned 403' },
    { api: 0, why: 'the referrers API cannot be read: ' },
    { api: 404, tag: 500, why: 'the tag of the referrers tag schema returned 500' },
    { api: 405, tag: 403, why: 'the tag of the referrers tag schema returned 403' },
    { api: 404, tag: 0, why: 'the tag of the referrers tag schema cannot be read: ' },
  ]
  it.each(cases)('leave a run incomplete: $why', async ({ why, ...statuses }) => {
    const registry = await served({ app: imagesOf(2) })
    registry.answer = failing(statuses)
    const target = `${registry.host}/app`
    const { result } = await assay({ target, allTags: true, referrers: true })
    expect(outcomesOf(result).map(({ conclusion }) => conclusion)).toEqual(['incomplete', 'incomplete'])
    expect(conclusionOf(result)).toMatchObject({ name: 'incomplete', exitCode: 3 })
    const open = result.requirements.find(({ id }) => id === 'content.reachable')
    expect(open?.verdict).toBe('error')
    expect(open?.reason).toContain(`its referrers could not be listed: ${why}`)
    const { result: without } = await assay({ target, allTags: true })
    expect(conclusionOf(without).name).toBe('conformant')
  })

  it('are one reason, whatever the number of images is', async () => {
    const registry = await served({ app: imagesOf(4) })
    registry.answer = failing({ api: 500 })
    const { result } = await assay({ target: `${registry.host}/app`, allTags: true, referrers: true })
    const open = result.requirements.find(({ id }) => id === 'content.reachable')
    expect(open?.reason).toMatch(/returned 500 \(4 images: /)
  })

  it('leave an image whose content fails nonconformant', async () => {
    const registry = await served({ app: imagesOf(1, () => true) })
    registry.answer = failing({ api: 500 })
    const { result } = await assay({ target: `${registry.host}/app`, allTags: true, referrers: true })
    expect(outcomesOf(result).map(({ conclusion }) => conclusion)).toEqual(['nonconformant'])
  })

  it.each([400, 404, 405])('are none where the API returns %i and there is no tag', async (api) => {
    const registry = await served({ app: imagesOf(1) })
    registry.answer = failing({ api })
    const { result } = await assay({ target: `${registry.host}/app`, allTags: true, referrers: true })
    expect(conclusionOf(result).name).toBe('conformant')
  })
})

describe('what earlier runs have found', () => {
  it('is not read again where digests have not changed', async () => {
    const layout = imagesOf(5)
    const registry = await served({ app: layout })
    const target = `${registry.host}/app`
    const { result: since } = await assay({ target, allTags: true })
    registry.reads.clear()
    const again = await assay({ target, allTags: true, since })
    expect(registry.reads.size).toBe(0)
    expect(conclusionOf(again.result).name).toBe('conformant')
    expect(outcomesOf(again.result).every(({ earlier }) => earlier)).toBe(true)
    // What no image has anything to evaluate of does not pass by that.
    expect(verdictsIn(again.result)).toEqual(verdictsIn(since))
    expect(Object.values(verdictsIn(since))).toContain('skipped')
    const twice = await assay({ target, allTags: true, since: again.result })
    expect(verdictsIn(twice.result)).toEqual(verdictsIn(since))
  })

  it('is read again where it has warnings, which --strict counts', async () => {
    const layout = imagesOf(4)
    layout.image({ name: 'warned', layers: [{ files: [{ name: 'a/.wh..wh..opq' }] }] })
    const registry = await served({ app: layout })
    const target = `${registry.host}/app`
    const { result: since } = await assay({ target, allTags: true })
    const warned = outcomesOf(since).filter((each) => each.warned.length > 0)
    expect(warned.map(({ name, conclusion }) => [name, conclusion])).toEqual([
      [`${target}:warned`, 'conformant'],
    ])
    const again = await assay({ target, allTags: true, since })
    expect(outcomesOf(again.result).filter(({ earlier }) => earlier)).toHaveLength(4)
    expect(verdictsIn(again.result)).toEqual(verdictsIn(since))
    expect(conclusionOf(again.result, { strict: true }).name).toBe('nonconformant')
  })

  it('is read again where a result does not have what passed', async () => {
    const registry = await served({ app: imagesOf(2) })
    const target = `${registry.host}/app`
    const { result } = await assay({ target, allTags: true })
    const since = { ...result, evidence: result.evidence.filter(({ kind }) => kind !== 'images-passed') }
    const again = await assay({ target, allTags: true, since })
    expect(outcomesOf(again.result).filter(({ earlier }) => earlier)).toEqual([])
    expect(verdictsIn(again.result)).toEqual(verdictsIn(result))
  })

  it('is compared with known failures and an earlier result, whatever the number of images is', async () => {
    const registry = await served({ app: imagesOf(6, (at) => at % 2 === 0) })
    const target = `${registry.host}/app`
    const { result: before } = await assay({ target, allTags: true })
    const [finding] = before.requirements.flatMap(({ findings }) => findings)
    const known = {
      requirement: 'config.rootfs.diff-ids.match',
      finding: finding!.title,
      reason: 'it is being rebuilt',
    }
    const later = await served({ app: imagesOf(6, (at) => at === 2) })
    const again = await assay({
      target: `${later.host}/app`,
      allTags: true,
      since: before,
      expectations: [known],
      compareWith: before,
    })
    expect(conclusionOf(again.result)).toMatchObject({ name: 'known-failures', exitCode: 0 })
    expect(again.result.changes).toMatchObject({ failing: [], passing: [], otherwise: [] })
    const fixed = await served({ app: imagesOf(6) })
    const { result: last } = await assay({
      target: `${fixed.host}/app`,
      allTags: true,
      expectations: [known],
      compareWith: before,
    })
    expect(conclusionOf(last).exitCode).toBe(1)
    expect(last.changes?.passing.map(({ id }) => id)).toEqual(['config.rootfs.diff-ids.match'])
  })

  it('is in the result of an interrupted run, which another one goes on from', async () => {
    const registry = await served({ app: imagesOf(40, (at) => at === 0) })
    const interruption = new AbortController()
    let reads = 0
    registry.onRead = () => {
      reads += 1
      if (reads === 30) interruption.abort()
    }
    const target = `${registry.host}/app`
    const { result } = await assay({ target, allTags: true, signal: interruption.signal })
    const done = outcomesOf(result)
    expect(conclusionOf(result).name).toBe('interrupted')
    expect(headlineOf(result)).toMatch(/^No failures in|of 40 images failed/)
    expect(headlineOf(result)).toContain('were not reached')
    const options = { paint: paintFor(process.stdout, false), width: 100, verbose: false }
    const shown = summary(result, { ...options, reports: ['reports/results.json'] }).join('\n')
    expect(shown).toMatch(/go on +the same command with --since reports\/results\.json/)
    expect(done.length).toBeGreaterThan(0)
    expect(done.length).toBeLessThan(40)
    const failed = result.requirements.find(({ id }) => id === 'config.rootfs.diff-ids.match')
    expect(failed?.findings.length).toBe(
      done.some(({ conclusion }) => conclusion === 'nonconformant') ? 1 : 0,
    )
    const whole = await assay({ target, allTags: true, since: result })
    expect(outcomesOf(whole.result)).toHaveLength(40)
    expect(outcomesOf(whole.result).filter(({ earlier }) => earlier).length).toBe(
      done.filter(({ conclusion }) => conclusion === 'conformant').length,
    )
    const undivided = await assay({ target, allTags: true })
    expect(verdictsIn(whole.result)).toEqual(verdictsIn(undivided.result))
  })
})

describe('a list of images', () => {
  it('has the layouts and archives in a folder', async () => {
    const place = mkdtempSync(join(folder, 'list-'))
    const layout = createLayout()
    layout.image()
    const names = ['a', 'b'].map((name) => mkdtempSync(join(place, name)))
    write(layout, names[0] ?? '')
    write(layout, names[1] ?? '', 'podman-save')
    const images = await imagesFrom(place)
    expect(images).toHaveLength(2)
    const { result } = await assay({ target: '', images: [...images, './nowhere'] })
    expect(conclusions(result).map((each) => each.split(' ')[1])).toEqual([
      'not-tested',
      'conformant',
      'conformant',
    ])
    expect(conclusionOf(result).name).toBe('incomplete')
  })

  it('of ten thousand images leaves a page below three megabytes and a screen of 40 lines', async () => {
    const registry = await served({ app: imagesOf(2, () => true) })
    const { result } = await assay({ target: `${registry.host}/app`, allTags: true })
    const [outcome] = outcomesOf(result)
    const evidence = Array.from({ length: 10_000 }, (_, at) => ({
      ...outcome!,
      name: `registry.example/team/some-application:v1.${at}`,
      ...(at % 10 === 0 ? {} : { conclusion: 'conformant' as const, failed: [] }),
    }))
    const many = { ...result, evidence }
    expect(page(many).length).toBeLessThan(3_000_000)
    expect(lines(many).length).toBeLessThanOrEqual(40)
    expect(csvText(many).split('\r\n')).toHaveLength(10_002)
    expect(junitText(many).match(/<testsuite /g)).toHaveLength(10_000)
  })
})
