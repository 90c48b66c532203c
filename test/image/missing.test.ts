import type { AssayOptions } from '../../src/assay/options.ts'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { assay } from '../../src/assay/assay.ts'
import { conclusionOf } from '../../src/results/conclusion/conclusion.ts'
import { headlineOf } from '../../src/results/conclusion/headline.ts'
import { createLayout, indexOf, type Doc, type Layout } from '../../suites/image/layouts/build/layout.ts'
import { write } from '../../suites/image/layouts/build/write.ts'

const folder = mkdtempSync(join(tmpdir(), 'oci-assay-missing-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const platform = (architecture: string) => ({ platform: { os: 'linux', architecture } })

/** What a run makes of a layout: its conclusion, and what there is of content.reachable. */
async function run(make: (layout: Layout) => void, options: Partial<AssayOptions> = {}) {
  const layout = createLayout()
  make(layout)
  const target = write(layout, mkdtempSync(join(folder, 'layout-')))
  const { result } = await assay({ target, ...options })
  const { name, exitCode } = conclusionOf(result)
  const found = (id: string) => result.requirements.find((each) => each.id === id)
  const own = found('content.reachable')
  const headline = headlineOf(result)
  return {
    name,
    exitCode,
    headline,
    found,
    verdict: own?.verdict,
    reason: own?.reason ?? '',
    notes: own?.notes ?? [],
  }
}

const withoutLayer = (layout: Layout) =>
  void layout.image({ name: 'app:1.0', layers: [{}, { absent: true }] })

const two = (layout: Layout) => {
  layout.image({ name: 'one' })
  layout.remove(layout.image({ name: 'two' }))
}

describe('missing content', () => {
  it('leaves a run incomplete, with the way to it and what is evaluated beside it', async () => {
    const { name, exitCode, reason, found } = await run(withoutLayer)
    expect({ name, exitCode }).toEqual({ name: 'incomplete', exitCode: 3 })
    expect(reason).toMatch(
      /^app:1\.0 › layer 2 is missing \(sha256:[0-9a-f]{64}\); --allow-missing accepts that$/,
    )
    expect(found('layer.paths.unique')?.verdict).toBe('pass')
  })

  it('is a note where it is allowed, and nothing else is lacking', async () => {
    const { name, exitCode, notes } = await run(withoutLayer, { allowMissing: true })
    expect({ name, exitCode }).toEqual({ name: 'conformant', exitCode: 0 })
    expect(notes.map(({ text }) => text)).toEqual([
      expect.stringMatching(/^app:1\.0 › layer 2 is missing \(sha256:[0-9a-f]{64}\), which is allowed$/),
    ])
  })

  it('is not accepted where no manifest is here at all', async () => {
    const { name, exitCode, reason } = await run(
      (layout) => layout.remove(layout.image({ name: 'app:1.0' })),
      {
        allowMissing: true,
      },
    )
    expect({ name, exitCode }).toEqual({ name: 'incomplete', exitCode: 3 })
    expect(reason).toMatch(
      /^app:1\.0 is missing \(sha256:[0-9a-f]{64}\): no manifest of index\.json is here$/,
    )
  })

  it('is accepted for one image of several', async () => {
    expect((await run(two)).name).toBe('incomplete')
    expect((await run(two, { allowMissing: true })).name).toBe('conformant')
  })

  it('fails a layout that is claimed to be closed', async () => {
    const { name, exitCode, verdict } = await run(withoutLayer, { closed: true })
    expect({ name, exitCode, verdict }).toEqual({ name: 'nonconformant', exitCode: 1, verdict: 'fail' })
  })

  it('is named with the platforms of the indexes that lead to it', async () => {
    const { reason } = await run((layout) => {
      const entries = ['amd64', 'arm64'].map((architecture, at) =>
        layout.manifest({
          layers: [{}, ...(at === 1 ? [{ absent: true } as const] : [])],
          config: (config) => void (config['architecture'] = architecture),
          entry: (entry) => ({ ...entry, ...platform(architecture) }),
        }),
      )
      layout.entries.push(indexOf(layout, entries))
    })
    expect(reason).toMatch(/^manifest 1 › linux\/arm64 › layer 2 is missing/)
  })

  it('blocks what nothing else is there for, for the reason that is reported', async () => {
    const { found, reason } = await run((layout) => layout.remove(layout.image({ name: 'app:1.0' })))
    expect(reason).toMatch(/^app:1\.0 is missing/)
    for (const id of ['manifest.layers.exists', 'config.os.exists', 'layer.tar.archive']) {
      expect(found(id)).toMatchObject({ verdict: 'blocked', blockedBy: 'content.reachable', reason })
    }
    // These were evaluated for index.json.
    for (const id of ['json.utf-8', 'descriptor.digest.grammar']) expect(found(id)?.verdict).toBe('pass')
  })

  it('lets nothing pass of which there is nothing to look at', async () => {
    const { found } = await run(
      (layout) => void layout.index.push((index) => void (index['manifests'] = null)),
    )
    for (const id of ['descriptor.data.base64', 'index.platform.os.exists', 'content.reachable']) {
      expect(found(id)).toMatchObject({ verdict: 'blocked', blockedBy: 'index.manifests.is-array' })
    }
  })

  it('is not evaluated where it is allowed, and nothing is blocked by what holds', async () => {
    const all = { layers: [{ absent: true }, { absent: true }] } as const
    const { name, found } = await run((layout) => void layout.image(all), { allowMissing: true })
    expect(name).toBe('conformant')
    expect(found('layer.tar.archive')?.verdict).toBe('skipped')
    expect(found('config.rootfs.diff-ids.match')?.verdict).toBe('skipped')
    expect(found('config.rootfs.diff-ids.count')?.verdict).toBe('pass')
  })

  it('is listed up to a number', async () => {
    const layers = Array.from({ length: 80 }, () => ({ absent: true }) as const)
    const { reason } = await run((layout) => void layout.image({ layers }))
    expect(reason).toMatch(/\(and 79 more\)$/)
    const { notes } = await run((layout) => void layout.image({ layers }), { allowMissing: true })
    expect(notes).toHaveLength(51)
    expect(notes.at(-1)?.text).toBe('30 more such notes')
  })

  it('is a note with its numbers for a sparse index', async () => {
    const { name, notes, headline } = await run((layout) => {
      const entries: Doc[] = ['amd64', 'arm64', 's390x', 'riscv64'].map((architecture) =>
        layout.manifest({
          config: (config) => void (config['architecture'] = architecture),
          entry: (entry) => ({ ...entry, ...platform(architecture) }),
        }),
      )
      layout.entries.push(indexOf(layout, entries))
      for (const entry of entries.slice(1)) layout.remove(entry)
    })
    expect(name).toBe('conformant')
    expect(notes.map(({ text }) => text).join()).toMatch(
      /^3 of 4 manifests of the sparse index sha256:[0-9a-f]{64} are not here$/,
    )
    expect(headline).toMatch(/^No failures in .*; 3 of 4 manifests of sparse indexes are not in the image$/)
  })
})

describe('something else in place of a blob', () => {
  it('is named, with what a link leads to', async () => {
    const { found, exitCode } = await run((layout) => {
      layout.image()
      for (const path of layout.files.keys()) if (path.startsWith('blobs/')) layout.files.delete(path)
      layout.links.set('blobs/sha256', '/var/cache/lxc/sha256')
    })
    expect(exitCode).toBe(1)
    expect(found('layout.blob.matches-name')?.findings).toMatchObject([
      {
        title: 'has a link instead of the directory blobs/sha256',
        received: 'a symbolic link to "/var/cache/lxc/sha256", which is outside of the layout',
      },
    ])
    // One cause, one finding: what is missing follows from it.
    expect(found('content.reachable')).toMatchObject({
      verdict: 'blocked',
      blockedBy: 'layout.blob.matches-name',
      reason: 'blobs/sha256 has a link instead of the directory blobs/sha256',
    })
  })

  it('is not read for hours where it is a file of holes', async () => {
    const { found } = await run((layout) => {
      const { descriptor } = layout.layer()
      layout.image({ layers: [{ descriptor: () => descriptor }, {}] })
      layout.remove(descriptor)
      layout.holes.set(`blobs/${String(descriptor['digest']).replace(':', '/')}`, 2 ** 40)
    })
    const [finding] = found('content.size.matches')?.findings ?? []
    expect(finding?.title).toMatch(
      /for a file of 1099511627776 bytes, of which 0 are allocated and the rest are holes$/,
    )
  })
})
