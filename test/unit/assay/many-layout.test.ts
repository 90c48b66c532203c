import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { assay } from '../../../src/assay/assay.ts'
import type { AssayOptions } from '../../../src/assay/options.ts'
import { csvText } from '../../../src/reporters/csv/csv.ts'
import { conclusionOf } from '../../../src/results/conclusion/conclusion.ts'
import { outcomesOf } from '../../../src/results/conclusion/images.ts'
import type { RunResult } from '../../../src/results/result.ts'
import { mergeResults } from '../../../src/results/shards/merge-results.ts'
import { pathOf, type Doc, type Layout } from '../../../suites/image/layouts/build/layout.ts'
import { write } from '../../../suites/image/layouts/build/write.ts'
import { imagesOf } from './many-fixture.ts'

const folder = mkdtempSync(join(tmpdir(), 'oci-assay-layout-'))
process.on('exit', () => rmSync(folder, { recursive: true, force: true }))

/** Writes a layout, and validates its images one by one. */
async function images(layout: Layout, options: Partial<AssayOptions> = {}) {
  const target = mkdtempSync(join(folder, 'layout-'))
  write(layout, target)
  const { result } = await assay({ target, allTags: true, ...options })
  return { target, result }
}

const failed = (result: RunResult) =>
  outcomesOf(result).flatMap(({ name, failed: ids }) =>
    ids.length === 0 ? [] : [`${name.replace(/^.*layout-[^:]*/, '')} ${ids.join(' ')}`],
  )

const agreement = ({ requirements }: RunResult) =>
  requirements.find(({ id }) => id === 'layout.docker-save.agrees')?.verdict

const entryOf = (layout: Layout, at: number): Doc => layout.entries[at] as Doc

describe('all images of a layout', () => {
  it('have a conclusion each, and so have the files of the layout', async () => {
    const { target, result } = await images(imagesOf(5, (at) => at === 3))
    expect(outcomesOf(result).map(({ name, conclusion }) => [name, conclusion])).toEqual([
      [`${target}:v3`, 'nonconformant'],
      ...['v0', 'v1', 'v2', 'v4'].map((tag) => [`${target}:${tag}`, 'conformant']),
      [target, 'conformant'],
    ])
    expect(csvText(result).split('\r\n')).toHaveLength(8)
  })

  it('fail by their own entries of index.json, at their places there', async () => {
    const layout = imagesOf(4)
    entryOf(layout, 2)['size'] = 1
    entryOf(layout, 3)['mediaType'] = 'no type'
    const { result } = await images(layout)
    expect(failed(result)).toEqual([':v2 content.size.matches', ':v3 descriptor.media-type.rfc6838'])
    const pointers = result.requirements.flatMap(({ findings }) =>
      findings.flatMap(({ evidence }) => evidence.flatMap((each) => ('pointer' in each ? each.pointer : []))),
    )
    expect(pointers.every((pointer) => /^\/manifests\/[23]\b/.test(pointer))).toBe(true)
  })

  it('are not blamed for what is wrong with the layout', async () => {
    const layout = imagesOf(3)
    layout.files.set('blobs/sha256/leftover', Buffer.from('no digest'))
    layout.header.push((header) => void delete header['imageLayoutVersion'])
    const header = await images(layout)
    expect(failed(header.result).every((line) => line.startsWith(' '))).toBe(true)
    expect(failed(header.result).join()).toContain('layout.blob.name-grammar')
  })

  it('are incomplete where they have lost a blob, with its way', async () => {
    const layout = imagesOf(3)
    const manifest = JSON.parse(String(layout.files.get(pathOf(String(entryOf(layout, 1)['digest']))))) as {
      layers: Doc[]
    }
    layout.remove(manifest.layers[1] ?? {})
    const { target, result } = await images(layout)
    expect(outcomesOf(result)[0]).toMatchObject({ name: `${target}:v1`, conclusion: 'incomplete' })
    expect(outcomesOf(result)[0]?.reason).toContain('layer 2')
    expect(conclusionOf(result).exitCode).toBe(3)
    const other = imagesOf(3)
    other.files.delete(pathOf(String(entryOf(other, 2)['digest'])))
    const lost = await images(other)
    expect(outcomesOf(lost.result)[0]).toMatchObject({ name: `${lost.target}:v2`, conclusion: 'incomplete' })
  })

  it('have names of all kinds: two of one digest, one of two digests, none, a digest', async () => {
    const layout = imagesOf(4)
    const nameKey = 'org.opencontainers.image.ref.name'
    layout.entries.push({ ...entryOf(layout, 0), annotations: { [nameKey]: 'latest' } })
    Object.assign(entryOf(layout, 1), { annotations: { [nameKey]: 'v2' } })
    delete entryOf(layout, 3)['annotations']
    layout.entries.push('not an entry')
    const { target, result } = await images(layout)
    expect(
      outcomesOf(result)
        .map(({ name }) => name.slice(target.length))
        .toSorted(),
    ).toEqual(['', ':latest', `:${String(entryOf(layout, 3)['digest'])}`, ':v0', ':v2'].toSorted())
    expect(failed(result)).toEqual([' descriptor.is-object'])
    const warned = outcomesOf(result).filter(({ warned: ids }) => ids.includes('layout.index.unique-names'))
    expect(warned.map(({ name }) => name)).toEqual([`${target}:v2`])
  })

  it('can be reused from an earlier result, and be divided', async () => {
    const layout = imagesOf(9, (at) => at === 4)
    const { target, result } = await images(layout)
    const again = await assay({ target, allTags: true, since: result })
    expect(outcomesOf(again.result).filter(({ earlier }) => earlier)).toHaveLength(8)
    expect(outcomesOf(again.result)).toHaveLength(10)
    const shards: { name: string; result: RunResult }[] = []
    for (const index of [1, 2, 3]) {
      const shard = await assay({ target, allTags: true, shard: { index, count: 3 } })
      shards.push({ name: `${index}`, result: shard.result })
    }
    const merged = mergeResults(shards)
    expect(outcomesOf(merged)).toEqual(outcomesOf(result))
    expect(merged.requirements).toEqual(result.requirements)
  })

  it('share no blame for blobs that nothing refers to', async () => {
    const layout = imagesOf(3)
    layout.blob(Buffer.from('nothing refers to this'), 'application/octet-stream')
    const policies = { noUnreferencedBlobs: true, platforms: ['linux/amd64'] } as const
    const { result } = await images(layout, { policies })
    expect(failed(result)).toEqual([' policy.unreferenced'])
    const { result: without } = await images(imagesOf(3), { policies })
    expect(failed(without)).toEqual([])
  })

  it('are not compared with the other form of docker save, since no image is known when the files are judged', async () => {
    const layout = imagesOf(2)
    layout.files.set('manifest.json', Buffer.from('[{"Config":"nothing","RepoTags":[],"Layers":[]}]'))
    const { target, result } = await images(layout)
    const { result: whole } = await assay({ target })
    expect([result, whole].map(agreement)).toEqual(['skipped', 'warn'])
  })

  it('of an index that cannot be read are none', async () => {
    const layout = imagesOf(2)
    const target = mkdtempSync(join(folder, 'layout-'))
    write(layout, target)
    writeFileSync(join(target, 'index.json'), 'not JSON')
    const { result } = await assay({ target, allTags: true })
    expect(outcomesOf(result).map(({ conclusion }) => conclusion)).toEqual(['nonconformant'])
  })
})

describe('what is not a layout of several images', () => {
  it.each(['docker-save', 'nowhere', ':v0'])('%s is refused with what to do', async (what) => {
    const place = mkdtempSync(join(folder, 'layout-'))
    const path = write(imagesOf(1), place, what === 'docker-save' ? 'podman-save' : 'directory')
    const target = what === 'docker-save' ? path : `${path}${what === 'nowhere' ? '/nowhere' : what}`
    const refused = assay({ target, allTags: true })
    await expect(refused).rejects.toMatchObject({
      advice: expect.stringMatching(/oci-assay run|give the folder/),
    })
  })
})
