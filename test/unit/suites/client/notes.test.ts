import { expect, it } from 'vitest'
import { assayClient } from '../../../../src/assay/client/target.ts'
import type { Recipe } from '../../../../src/client/recipe.ts'
import { miniRecipe } from '../../../../src/client/recipes/mini.ts'

const mini = miniRecipe()

/** The notes about a requirement that holds. */
async function notesOf(recipe: Recipe, requirement: string): Promise<string[]> {
  const { result } = await assayClient({ recipe, spec: 'dev', only: [requirement], concurrency: 8 })
  const [found] = result.requirements.filter(({ id }) => id === requirement)
  expect(found).toMatchObject({ verdict: 'pass', findings: [] })
  return found?.notes.map(({ text }) => text) ?? []
}

/** Path of the manifests of an image, and its tag. */
const placeOf = (ref = ''): { manifests: string; tag: string } => {
  const [, host, repository, tag = ''] = /^([^/]+)\/(.+):([^:]+)$/.exec(ref) ?? []
  return { manifests: `http://${host}/v2/${repository}/manifests`, tag }
}

const index = 'application/vnd.oci.image.index.v1+json'

it('notes a referrers tag that is written although the registry processes the subject', async () => {
  const doubled: Recipe = {
    ...mini,
    async run(command, options) {
      const ended = await mini.run!(command, options)
      const { manifests, tag } = placeOf(command[2])
      if (command[1] !== 'attach') return ended
      const { headers } = await fetch(`${manifests}/${tag}`, { method: 'HEAD' })
      const list = `${manifests}/${(headers.get('docker-content-digest') ?? '').replace(':', '-')}`
      const isThere = (await fetch(list, { method: 'HEAD' })).status === 200
      const body = JSON.stringify({ schemaVersion: 2, mediaType: index, manifests: [] })
      if (!isThere) await fetch(list, { method: 'PUT', headers: { 'Content-Type': index }, body })
      return ended
    },
  }
  const id = 'client.referrers-tag.attached'
  expect(await notesOf(doubled, id)).toEqual([
    'writes the referrers tag although the registry processes the subject',
  ])
  expect(await notesOf(mini, id)).toEqual([])
}, 60_000)

it('notes a client that does not pull images with the types of Docker', async () => {
  const strict: Recipe = {
    ...mini,
    async run(command, options) {
      const { manifests, tag } = placeOf(command[2])
      const type =
        command[1] === 'pull' ? (await fetch(`${manifests}/${tag}`)).headers.get('content-type') : ''
      return type?.includes('docker')
        ? { status: 1, stdout: '', stderr: `error: ${type}`, timedOut: false, duration: 1 }
        : mini.run!(command, options)
    },
  }
  const id = 'client.manifest.layer-types'
  expect(await notesOf(strict, id)).toEqual([
    expect.stringMatching(/^does not pull an image with the types of Docker \(exit status 1: error: /),
  ])
  expect(await notesOf(mini, id)).toEqual([])
}, 60_000)

it('takes a client that refuses another operating system for none that chooses the wrong one', async () => {
  const careful: Recipe = {
    ...mini,
    run: (command, options) =>
      command.includes('freebsd/amd64')
        ? Promise.resolve({ status: 1, stdout: '', stderr: 'not supported', timedOut: false, duration: 1 })
        : mini.run!(command, options),
  }
  expect(await notesOf(careful, 'client.index.platform')).toEqual([])
}, 60_000)

it('takes a client that does not unpack an image for none that overlooks its rootfs.type', async () => {
  const storing: Recipe = {
    ...mini,
    async run(command, options) {
      const ended = await mini.run!(command, options)
      return ended.stderr.includes('rootfs.type') ? { ...ended, status: 0 } : ended
    },
  }
  const id = 'client.config.rootfs-type'
  const { result } = await assayClient({ recipe: storing, spec: 'dev', only: [id], concurrency: 8 })
  expect(result.requirements.find((each) => each.id === id)).toMatchObject({
    verdict: 'unsupported',
    reason: 'the client does not unpack images',
  })
}, 60_000)
