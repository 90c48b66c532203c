import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { assay } from '../../src/assay/assay.ts'
import type { AssayOptions } from '../../src/assay/options.ts'
import { conclusionOf } from '../../src/results/conclusion/conclusion.ts'
import { headlineOf } from '../../src/results/conclusion/headline.ts'
import {
  artifactOf,
  createLayout,
  digestOf,
  indexOf,
  type Doc,
  type Layout,
} from '../../suites/image/layouts/build/layout.ts'
import { serve } from '../../suites/image/layouts/build/serve.ts'
import { write, type Form } from '../../suites/image/layouts/build/write.ts'

const folder = mkdtempSync(join(tmpdir(), 'oci-assay-selected-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const wrong = (config: Doc): void => {
  config['rootfs'] = { type: 'layers', diff_ids: [digestOf(Buffer.from('x'))] }
}

/** One image without faults, and one whose DiffID is wrong. */
function makeTwo(layout: Layout): void {
  layout.image({ name: 'good' })
  layout.image({ name: 'bad', config: wrong })
}

const entry =
  (architecture: string) =>
  (own: Doc): Doc => ({ ...own, platform: { architecture, os: 'linux' } })

const arm = (config: Doc): void => void Object.assign(config, { architecture: 'arm64' })

/** An index with a platform without faults, and one whose DiffID is wrong. */
function makePlatforms(layout: Layout): void {
  const manifests = [
    layout.manifest({ entry: entry('amd64'), config: wrong }),
    layout.manifest({ entry: entry('arm64'), config: arm }),
  ]
  layout.entries.push(indexOf(layout, manifests))
}

function written(make: (layout: Layout) => void, form: Form = 'directory'): string {
  const layout = createLayout()
  make(layout)
  return write(layout, mkdtempSync(join(folder, 'layout-')), form)
}

const ends = async (options: AssayOptions): Promise<string> =>
  conclusionOf((await assay(options)).result).name

describe('one image of several', () => {
  it.each<[Form, string]>([
    ['directory', ''],
    ['archive', ''],
    ['archive.gz', ''],
    ['docker-save', 'registry.example/app:'],
    ['crane-pull.gz', 'registry.example/app:'],
  ])('is validated alone by its name: %s', async (form, prefix) => {
    const target = written(makeTwo, form)
    expect(await ends({ target })).toBe('nonconformant')
    expect(await ends({ target, name: `${prefix}good` })).toBe('conformant')
    expect(await ends({ target, name: `${prefix}bad` })).toBe('nonconformant')
    expect(await ends({ target: `${target}:${prefix}good` })).toBe('conformant')
    await expect(assay({ target, name: 'other' })).rejects.toThrow(/does not contain an image named "other"/)
  })

  it('is each one of a list, with what follows the path', async () => {
    const target = written(makeTwo)
    const { result } = await assay({ target: '', images: [`${target}:good`, `${target}:bad`] })
    expect(headlineOf(result)).toMatch(/^1 of 2 images failed/)
  })
})

describe('some platforms of an index', () => {
  it('are validated alone, and one that is not there is not evaluated', async () => {
    const target = written(makePlatforms)
    expect(await ends({ target })).toBe('nonconformant')
    expect(await ends({ target, platforms: ['linux/arm64'] })).toBe('conformant')
    expect(await ends({ target, platforms: ['linux/arm64', 'linux/amd64'] })).toBe('nonconformant')
  })

  it.each<[string, (layout: Layout) => unknown, string[], string]>([
    ['one of two', makePlatforms, ['linux/arm64', 'linux/s390x'], 'linux/s390x'],
    ['that of an image without an index', (layout) => layout.image(), ['linux/arm64'], 'linux/arm64'],
    [
      'an index whose entries have none',
      (layout) => layout.entries.push(indexOf(layout, [layout.manifest()])),
      ['linux/s390x', 'linux/arm64'],
      'linux/s390x, linux/arm64',
    ],
  ])('are not passed over where one is not there: %s', async (_, make, platforms, absent) => {
    const { result } = await assay({ target: written(make), platforms })
    expect(conclusionOf(result).name).toBe('incomplete')
    expect(headlineOf(result)).toContain(`has nothing with ${absent}`)
    const target = written(make)
    const { result: many } = await assay({ target: '', images: [target], platforms })
    expect(conclusionOf(many).exitCode).toBe(3)
    expect(headlineOf(many)).toContain(`has nothing with ${absent}`)
  })

  it('are those of the configuration where there is no index', async () => {
    const target = written((layout) => layout.image())
    expect(await ends({ target, platforms: ['linux/amd64'] })).toBe('conformant')
  })

  it('are not looked for in artifacts, which have none', async () => {
    const target = written((layout) => layout.entries.push(artifactOf(layout)))
    expect(await ends({ target, platforms: ['linux/s390x'] })).toBe('conformant')
  })

  it('are all that is fetched of an image in a registry', async () => {
    const layout = createLayout()
    makePlatforms(layout)
    const served = await serve(layout)
    const { target } = served
    try {
      expect(await ends({ target })).toBe('nonconformant')
      expect(await ends({ target, platforms: ['linux/arm64'] })).toBe('conformant')
      const { result } = await assay({ target, platforms: ['linux/s390x'] })
      expect(conclusionOf(result).name).toBe('incomplete')
      expect(headlineOf(result)).toContain('has nothing with linux/s390x')
    } finally {
      await served.close()
    }
  })
})
