import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { namesImage } from '../../../src/assay/names-image.ts'
import { readImage } from '../../../src/image/model/read.ts'
import { openImage } from '../../../src/image/source/open/open.ts'
import { parseReference } from '../../../src/image/source/open/reference.ts'
import { parseTransport } from '../../../src/image/source/open/transport.ts'
import { createLayout, type Doc } from '../../../suites/image/layouts/build/layout.ts'
import { tarOf } from '../../../suites/image/layouts/build/tar.ts'
import { entriesOf, write } from '../../../suites/image/layouts/build/write.ts'

const nobody = `sha256:${'0'.repeat(64)}`

describe('a target with a transport', () => {
  test.for<[string, object | undefined]>([
    ['docker://localhost:5000/app:1.0', { kind: 'registry', reference: 'localhost:5000/app:1.0' }],
    ['oci://registry.example/chart:1', { kind: 'registry', reference: 'registry.example/chart:1' }],
    ['oci:out/layout', { kind: 'layout', path: 'out/layout' }],
    ['oci:out/layout:v1', { kind: 'layout', path: 'out/layout', select: 'v1' }],
    ['oci:layout:registry.example/a:1', { kind: 'layout', path: 'layout', select: 'registry.example/a:1' }],
    ['oci:C:\\layout:v1', { kind: 'layout', path: 'C:\\layout', select: 'v1' }],
    ['oci-archive:a.tar', { kind: 'layout', path: 'a.tar' }],
    ['oci-archive:a.tar:v1', { kind: 'layout', path: 'a.tar', select: 'v1' }],
    ['ocidir://out/layout:v1', { kind: 'layout', path: 'out/layout', select: 'v1' }],
    [`ocidir://layout@${nobody}`, { kind: 'layout', path: 'layout', select: nobody }],
    ['oci-layout:///abs/layout', { kind: 'layout', path: '/abs/layout' }],
    ['docker-archive:a.tar:app:1.0', { kind: 'layout', path: 'a.tar', select: 'app:1.0' }],
    ['docker-daemon:app:1.0', { kind: 'elsewhere', transport: 'docker-daemon', name: 'app:1.0' }],
    ['containers-storage:app', { kind: 'elsewhere', transport: 'containers-storage', name: 'app' }],
    ['dir:out', { kind: 'elsewhere', transport: 'dir', name: 'out' }],
    ['oci:5000/app:1.0', undefined],
    ['oci:5000', undefined],
    ['localhost:5000/app', undefined],
    ['./oci:x', undefined],
  ])('%s', ([text, expected]) => {
    expect(parseTransport(text)).toEqual(expected)
  })

  test.for<[string, string | undefined]>([
    ['docker://localhost:5000/app:1.0', 'http://localhost:5000/ app 1.0'],
    ['docker://registry.example/team/app', 'https://registry.example/ team/app latest'],
    ['docker://busybox:1.36', 'https://registry-1.docker.io/ library/busybox 1.36'],
    ['docker://team/app', 'https://registry-1.docker.io/ team/app latest'],
    ['docker.io/busybox', 'https://registry-1.docker.io/ library/busybox latest'],
    ['docker.io/team/app:1', 'https://registry-1.docker.io/ team/app 1'],
    ['oci:layout:v1', undefined],
    ['oci:5000/app:1.0', 'https://oci:5000/ app 1.0'],
  ])('%s leads to %s', ([text, expected]) => {
    const found = parseReference(text)
    expect(found && `${found.base.href} ${found.repository} ${found.reference}`).toBe(expected)
  })
})

describe('an address with a scheme', () => {
  test.for<[string, boolean]>([
    ['http://localhost:5000', false],
    ['http://localhost:5000/', false],
    ['http://localhost:5000/prefix', false],
    ['https://registry.example/team/app', false],
    ['https://registry.example/team/app/', false],
    ['http://localhost:5000/team/app:1.0', true],
    ['https://registry.example/app:latest', true],
    [`https://registry.example/team/app@${nobody}`, true],
    ['http://user@registry.example', false],
    ['http://[::1]:5000', false],
    ['http://[::1]:5000/a:b', true],
    ['https://registry.example/c:/x', false],
    ['https://registry.example/x?y=a:b', false],
    ['oci:layout:v1', true],
    ['docker://busybox', true],
    ['docker-daemon:app', true],
  ])('%s names an image: %s', ([target, image]) => {
    expect(namesImage(target)).toBe(image)
  })
})

const failing = (what: string) =>
  openImage(what).then(
    () => undefined,
    (error: unknown) => error as Error & { code: string; advice?: string },
  )

describe('what a transport leads to', () => {
  let folder = ''
  /** One image without other ones. */
  let single = ''
  let several = ''
  let archive = ''
  const made = async (name: string, ...names: readonly string[]) => {
    const layout = createLayout()
    for (const each of names) layout.image({ name: each, config: (config) => void (config['author'] = each) })
    await mkdir(join(folder, name))
    return { layout, path: write(layout, join(folder, name)) }
  }
  const file = async (name: string, content: string | Uint8Array) => {
    const path = join(folder, name)
    await mkdir(dirname(path), { recursive: true })
    await writeFile(path, content)
    return path
  }

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'oci-assay-transport-'))
    const one = await made('single', 'v1')
    single = one.path
    archive = await file('image.tar', tarOf(entriesOf(one.layout)))
    several = (await made('several', 'v1', 'v2', 'team/app:3')).path
  })
  afterAll(() => rm(folder, { recursive: true, force: true }))

  test('is opened where it is a layout, with the name of the only image or without one', async () => {
    const { manifests } = JSON.parse(
      Buffer.from(await (await openImage(single)).read('index.json')).toString(),
    ) as { manifests: Doc[] }
    for (const what of [
      `oci:${single}`,
      `oci:${single}:v1`,
      `ocidir://${single}:v1`,
      `ocidir://${single}@${String(manifests[0]?.['digest'])}`,
      `oci-layout://${single}`,
      `oci-archive:${archive}`,
      `oci-archive:${archive}:v1`,
      `docker-archive:${archive}`,
      `oci:${several}`,
    ]) {
      const source = await openImage(what)
      expect([what, source.kind]).toEqual([what, what.includes('archive') ? 'archive' : 'directory'])
      await source.close()
    }
  })

  test('is named with the images that are there where the name is unknown', async () => {
    const error = await failing(`oci:${several}:v9`)
    expect(error).toMatchObject({
      code: 'absent',
      advice: `\`oci-assay run ${several}\` validates all of it`,
    })
    expect(error?.message).toBe(
      `${several} does not contain an image named "v9": it contains v1, v2, team/app:3`,
    )
  })

  test('is one of several images, which alone is read', async () => {
    for (const what of [`oci:${several}:team/app:3`, `${several}:team/app:3`]) {
      const source = await openImage(what)
      expect(source.selected).toBe('team/app:3')
      const { manifests, references } = await readImage(source, { spec: '1.1' })
      expect([manifests.length, references.filter(({ outside }) => outside).length]).toEqual([1, 2])
    }
  })

  test('a layout that does not exist is not looked for in a registry', async () => {
    const error = await failing('oci:no/where:v1')
    expect(error).toMatchObject({ code: 'absent', message: 'no/where does not exist' })
  })

  test.for<[string, string, () => string | Promise<string>, string]>([
    [
      'an unpacked archive of Docker',
      'not-an-image',
      async () => dirname(await file('unpacked/manifest.json', '[]')),
      'tar -C FOLDER/unpacked -cf unpacked.tar .`, then run `oci-assay run unpacked.tar`',
    ],
    [
      'a folder of skopeo',
      'not-an-image',
      async () => {
        await file('copied/version', 'Directory Transport Version: 1.1\n')
        return dirname(await file('copied/manifest.json', '{}'))
      },
      'skopeo copy --all dir:FOLDER/copied oci:copied-oci`, then run `oci-assay run copied-oci`',
    ],
    [
      'a folder of skopeo by its transport',
      'not-an-image',
      () => 'dir:x y',
      "skopeo copy --all 'dir:x y' oci:x-y-oci`",
    ],
    [
      'an image of a daemon',
      'usage',
      () => 'docker-daemon:team/app:1.0',
      'docker save -o app.tar team/app:1.0`, then run `oci-assay run app.tar`',
    ],
    [
      'an image of Podman',
      'usage',
      () => 'containers-storage:localhost/app:1.0',
      'skopeo copy --all containers-storage:localhost/app:1.0 oci:app`, then run `oci-assay run app`',
    ],
    ['a short name', 'absent', () => 'library/busybox', 'write docker://library/busybox'],
  ])('%s is answered with a command', async ([, code, target, advice]) => {
    const error = await failing(await target())
    expect(error?.code).toBe(code)
    expect(error?.advice?.replaceAll(folder, 'FOLDER')).toContain(advice)
  })
})
