import { createHash } from 'node:crypto'
import { mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { assay } from '../../../src/assay/assay.ts'
import { queryOf } from '../../../src/assay/image/own.ts'
import type { AssayOptions } from '../../../src/assay/options.ts'
import { factsIn, type FactsOptions } from '../../../src/cli/input/facts-cache.ts'
import { tool } from '../../../src/files/version.ts'
import type { RunResult } from '../../../src/results/result.ts'
import { artifactOf, pathOf, type Doc, type Layout } from '../../../suites/image/layouts/build/layout.ts'
import { conclusions, imagesOf, served } from './many-fixture.ts'
import type { ManyRegistry } from './many-registry.ts'

const folder = mkdtempSync(join(tmpdir(), 'oci-assay-cache-'))
process.on('exit', () => rmSync(folder, { recursive: true, force: true }))

const newCache = (): string => mkdtempSync(join(folder, 'cache-'))

/** The file of a cache that one run has written. */
const fileOf = (cache: string): string => join(cache, readdirSync(cache)[0] ?? '')
const linesOf = (cache: string): string[] => readFileSync(fileOf(cache), 'utf8').trim().split('\n')

/** What a run finds, and the digests of the blobs that it reads. */
async function runWith(
  registry: ManyRegistry,
  cache: string,
  options: Partial<AssayOptions> = {},
  factsOptions: FactsOptions = {},
): Promise<{ result: RunResult; reads: string[] }> {
  registry.reads.clear()
  const facts = factsIn(cache, factsOptions)
  const { result } = await assay({ target: `${registry.host}/app`, allTags: true, ...options, facts })
  return { result, reads: [...registry.reads.keys()] }
}

/** All that a run states but when it took place. */
const statedBy = ({ requirements, evidence, totals }: RunResult) => ({
  totals,
  requirements,
  evidence: evidence.map((each) => JSON.stringify(each)).toSorted(),
})

const documentOf = (layout: Layout, digest: string): Doc =>
  JSON.parse(String(layout.files.get(pathOf(digest)))) as Doc

/** The digest of the configuration of the image that an entry leads to. */
const configOf = (layout: Layout, at: number): string =>
  String((documentOf(layout, String((layout.entries[at] as Doc)['digest']))['config'] as Doc)['digest'])

describe('a cache', () => {
  it('has all that a run reads, so that the next one reads no blob and finds the same', async () => {
    const layout = imagesOf(5, (at) => at === 2)
    layout.entries.push({ ...artifactOf(layout), annotations: { [nameKey]: 'chart' } })
    const registry = await served({ app: layout })
    const cache = newCache()
    const first = await runWith(registry, cache)
    expect(first.reads).toHaveLength(1 + 5 + 5 + 2)
    const again = await runWith(registry, cache)
    expect(again.reads).toEqual([])
    expect(statedBy(again.result)).toEqual(statedBy(first.result))
    expect(again.result.requirements.filter(({ verdict }) => verdict === 'fail').map(({ id }) => id)).toEqual(
      ['config.rootfs.diff-ids.match'],
    )
  })

  it('has what a configuration is that is too large to be judged', async () => {
    const layout = imagesOf(0)
    layout.image({ name: 'v0', config: (config) => void (config['author'] = 'x'.repeat(5000)) })
    const registry = await served({ app: layout })
    const cache = newCache()
    const options = { limits: { 'document-size': 4096 } }
    const first = await runWith(registry, cache, options)
    const again = await runWith(registry, cache, options)
    expect(again.reads).toEqual([])
    expect(statedBy(again.result)).toEqual(statedBy(first.result))
    expect(conclusions(again.result)).toEqual(['app:v0 incomplete'])
    const other = newCache()
    expect(conclusions((await runWith(registry, other)).result)).toEqual(['app:v0 conformant'])
    expect(statedBy((await runWith(registry, other, options)).result)).toEqual(statedBy(first.result))
  })

  it('has no configuration that is larger than any should be', async () => {
    const layout = imagesOf(0)
    layout.image({ name: 'v0', config: (config) => void (config['author'] = 'x'.repeat(9 * 1024 ** 2)) })
    const registry = await served({ app: layout })
    const cache = newCache()
    const options = { limits: { 'document-size': 16 * 1024 ** 2 } }
    await runWith(registry, cache, options)
    expect((await runWith(registry, cache, options)).reads).toEqual([configOf(layout, 0)])
  })

  it('does not hide that the registry has lost a configuration or a layer', async () => {
    const layout = imagesOf(3)
    const registry = await served({ app: layout })
    const cache = newCache()
    await runWith(registry, cache)
    const manifest = documentOf(layout, String((layout.entries[1] as Doc)['digest']))
    for (const lost of [configOf(layout, 0), String((manifest['layers'] as Doc[])[1]?.['digest'])]) {
      registry.answer = (path) => (path.endsWith(lost) ? 404 : undefined)
      const { result } = await runWith(registry, cache)
      const without = await assay({ target: `${registry.host}/app`, allTags: true })
      expect(conclusions(result).filter((each) => each.endsWith('incomplete'))).toHaveLength(1)
      expect(statedBy(result)).toEqual(statedBy(without.result))
    }
  })

  it('that is damaged changes no verdict: what the line had is read again, and kept again', async () => {
    const registry = await served({ app: imagesOf(3) })
    const cache = newCache()
    const { result } = await runWith(registry, cache)
    const lines = linesOf(cache)
    const layer = lines.find((line) => line.includes('"size"')) ?? ''
    const document = lines.find((line) => line.includes('"document ')) ?? ''
    for (const [line, damaged] of [
      [layer, layer.replace(/"size":\d+/, '"size":7')],
      [layer, layer.replace(/[0-9a-f]{64}/g, '0'.repeat(64))],
      [layer, layer.slice(0, 100)],
      [layer, '{"key":1}'],
      [layer, '\0\uFFFD'],
      [layer, 'null'],
      [document, document.replace('{"base64":"', '{"base64":"AAAA')],
      [document, document.slice(0, -40)],
      [document, ''],
    ] as const) {
      expect(lines).not.toContain(damaged)
      const others = lines.filter((each) => each !== line)
      writeFileSync(fileOf(cache), `${damaged}\n${others.join('\n')}\n`)
      const again = await runWith(registry, cache)
      expect(again.result.totals).toEqual(result.totals)
      expect(again.reads).toHaveLength(1)
      expect((await runWith(registry, cache)).reads).toEqual([])
    }
  })

  it('to which somebody else has written another configuration is not believed', async () => {
    const layout = imagesOf(2)
    const registry = await served({ app: layout })
    const cache = newCache()
    const { result } = await runWith(registry, cache)
    const forge = (change: (document: string) => unknown) =>
      linesOf(cache).map((line) => {
        const [, key = '', base64 = ''] = /^\w+ ("document [^"]*") \{"base64":"(.*)"\}$/.exec(line) ?? []
        const text = `${key} ${JSON.stringify(change(Buffer.from(base64, 'base64').toString()))}`
        return key === '' ? line : `${sumOf(text)} ${text}`
      })
    for (const change of [
      // As long as it was, as the registry states it.
      (document: string) => base64(document.replace('"architecture"', '"ARCHITECTURE"')),
      () => base64(''),
      () => ({ verified: 'match', size: 1, problems: [] }),
    ]) {
      writeFileSync(fileOf(cache), `${forge(change).join('\n')}\n`)
      const again = await runWith(registry, cache)
      expect(again.reads.toSorted()).toEqual([configOf(layout, 0), configOf(layout, 1)].toSorted())
      expect(statedBy(again.result)).toEqual(statedBy(result))
    }
  })

  it('has no configuration whose digest is another one', async () => {
    const layout = imagesOf(1)
    const path = pathOf(configOf(layout, 0))
    layout.files.set(
      path,
      Buffer.from(String(layout.files.get(path)).replace('"architecture"', '"ARCHITECTURE"')),
    )
    const registry = await served({ app: layout })
    const cache = newCache()
    await runWith(registry, cache)
    expect(linesOf(cache).filter((line) => line.includes('"document '))).toEqual([])
    expect((await runWith(registry, cache)).reads).toEqual([configOf(layout, 0)])
  })

  it('of another version is not used', async () => {
    const registry = await served({ app: imagesOf(2) })
    const cache = newCache()
    const first = await runWith(registry, cache)
    const file = fileOf(cache)
    expect(file).toContain(`-${tool().version}-`)
    renameSync(file, file.replace(`-${tool().version}-`, '-0.0.1-'))
    expect((await runWith(registry, cache)).reads.toSorted()).toEqual(first.reads.toSorted())
    expect(readdirSync(cache)).toHaveLength(2)
  })

  it('that is full takes nothing more, and what it has is used', async () => {
    const registry = await served({ app: imagesOf(4) })
    const cache = newCache()
    const most = 3000
    const first = await runWith(registry, cache, {}, { most })
    const { size } = statSync(fileOf(cache))
    expect(size).toBeLessThanOrEqual(most)
    const again = await runWith(registry, cache, {}, { most })
    expect(first.reads.length - again.reads.length).toBe(linesOf(cache).length)
    expect(again.result.totals).toEqual(first.result.totals)
    expect(statSync(fileOf(cache)).size).toBe(size)
  })

  it.skipIf(process.platform === 'win32')('is for its owner alone', async () => {
    const cache = newCache()
    await runWith(await served({ app: imagesOf(1) }), cache)
    expect(statSync(fileOf(cache)).mode & 0o777).toBe(0o600)
  })

  it('is only used for the same policies', async () => {
    const registry = await served({ app: imagesOf(2) })
    const cache = newCache()
    const run = async (mode: number) => {
      const policies = { files: [{ path: mode === 0o644 ? 'base' : 'own', mode }] }
      const { result, reads } = await runWith(
        registry,
        cache,
        { policies },
        { query: queryOf({ policies })! },
      )
      return [result.requirements.find(({ id }) => id === 'policy.files')?.verdict, reads.length]
    }
    expect([await run(0o644), await run(0o644), await run(0o600)]).toEqual([
      ['pass', 1 + 2 + 2],
      ['pass', 0],
      ['fail', 1 + 2 + 2],
    ])
  })

  it('is shared by two runs at once', async () => {
    const registry = await served({ app: imagesOf(5, (at) => at === 2) })
    const cache = newCache()
    const [one, other] = await Promise.all([runWith(registry, cache), runWith(registry, cache)])
    expect(one.result.totals).toEqual(other.result.totals)
    const again = await runWith(registry, cache)
    expect(again.result.totals).toEqual(one.result.totals)
    expect(again.reads).toEqual([])
  })
})

describe('a configuration that several repositories have', () => {
  it('is read once, as their layers are, and looked for in each', async () => {
    const registry = await served({ one: imagesOf(3), two: imagesOf(3), three: imagesOf(3) })
    const { result } = await assay({ target: registry.host, plainHttp: true, catalog: true })
    expect(conclusions(result).every((each) => each.endsWith('conformant'))).toBe(true)
    expect([...registry.reads.values()]).toEqual(Array.from({ length: 1 + 3 + 3 }, () => 1))
  })

  it.each([404, 500])('is not read where a repository returns %s for it', async (status) => {
    const lost = configOf(imagesOf(1), 0)
    const registry = await served({ one: imagesOf(1), two: imagesOf(1), three: imagesOf(1) })
    registry.answer = (path) => (path.startsWith('/v2/two/') && path.endsWith(lost) ? status : undefined)
    const run = { target: registry.host, plainHttp: true, catalog: true, retries: 0 }
    const { result } = await assay(run)
    expect(conclusions(result).toSorted()).toEqual([
      'one:v0 conformant',
      'three:v0 conformant',
      'two:v0 incomplete',
    ])
    expect([...registry.reads.values()].every((reads) => reads === 1)).toBe(true)
  })
})

const nameKey = 'org.opencontainers.image.ref.name'

const base64 = (document: string) => ({ base64: Buffer.from(document).toString('base64') })

/** As the cache has it before each line: nothing keeps somebody else from writing it. */
const sumOf = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 16)
