import { hash } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { assayClient } from '../../../../src/assay/client/target.ts'
import { commandsOf, type Recipe } from '../../../../src/client/recipe.ts'
import { recipes } from '../../../../src/client/recipes/index.ts'
import { miniRecipe } from '../../../../src/client/recipes/mini.ts'
import { without } from '../../../../src/mini-client/behaviour.ts'

const docker = 'application/vnd.docker.distribution.manifest.v2+json'

interface Descriptor {
  mediaType: string
  digest: string
  size: number
}

/** What once led to findings that were not true. Judges have theirs in judges.test.ts, runs in runs.test.ts. */
const run = async (recipe: Recipe, ...only: readonly string[]) => {
  const { result } = await assayClient({ recipe, spec: 'dev', only, concurrency: 8 })
  return (id: string) => result.requirements.find((each) => each.id === id)
}

const recipeNamed = (name: string): Recipe => recipes.find((each) => each.name === name)!

const linesOf = (recipe: Recipe, operation: keyof Recipe['operations']): string =>
  (commandsOf(recipe, operation) ?? []).map((words) => words.join(' ')).join('\n')

it('takes a client that protects itself on loopback for one that cannot be evaluated', async () => {
  const mini = miniRecipe()
  // Without its option for plain HTTP it sends nothing.
  const careful: Recipe = {
    ...mini,
    run: (command, options) =>
      command.includes('--plain-http')
        ? mini.run!(command, options)
        : Promise.resolve({
            status: 1,
            stdout: '',
            stderr: 'HTTPS is required',
            timedOut: false,
            duration: 1,
          }),
  }
  const of = await run(careful, 'client.verify.sha256', 'client.push.location')
  for (const id of ['client.verify.sha256', 'client.push.location'])
    expect(of(id)).toMatchObject({ verdict: 'error', findings: [] })
}, 60_000)

it('takes a client that is interrupted for none that gives up', async () => {
  const mini = miniRecipe(without('cancelsUploads'))
  const waiting: Recipe = {
    ...mini,
    run: async (command, options) => {
      const ended = await mini.run!(command, options)
      // It would try again for longer than a command has.
      return ended.status === 0 ? ended : { stdout: '', stderr: '', timedOut: true, duration: 75_000 }
    },
  }
  const of = await run(waiting, 'client.push.cancels')
  expect(of('client.push.cancels')).toMatchObject({ verdict: 'error', findings: [] })
  expect((await run(mini, 'client.push.cancels'))('client.push.cancels')).toMatchObject({ verdict: 'warn' })
}, 60_000)

/** Gives the manifest of a layout the types of Docker, as clients do that make manifests anew. */
function converted(layout: string): void {
  const index = JSON.parse(readFileSync(join(layout, 'index.json'), 'utf8')) as { manifests: Descriptor[] }
  const [entry] = index.manifests
  if (!entry) return
  const path = (digest: string) => join(layout, 'blobs', digest.replace(':', '/'))
  const manifest = JSON.parse(readFileSync(path(entry.digest), 'utf8')) as object
  const bytes = Buffer.from(JSON.stringify({ ...manifest, mediaType: docker }))
  Object.assign(entry, { mediaType: docker, digest: `sha256:${hash('sha256', bytes)}`, size: bytes.length })
  writeFileSync(path(entry.digest), bytes)
  writeFileSync(join(layout, 'index.json'), JSON.stringify(index))
}

it('judges the type of the manifest that is pushed, not of the one that was to be pushed', async () => {
  const mini = miniRecipe()
  const converting: Recipe = {
    ...mini,
    run(command, options) {
      const [, operation, layout = ''] = command
      if (operation === 'push') converted(layout)
      return mini.run!(command, options)
    },
  }
  const of = await run(converting, 'client.push.manifest-type')
  expect(of('client.push.manifest-type')).toMatchObject({ verdict: 'unsupported' })
}, 60_000)

it('gives commands longer than clients back off', async () => {
  const mini = miniRecipe()
  const given: number[] = []
  const recipe: Recipe = {
    ...mini,
    run: (command, options) => {
      given.push(options.timeout)
      return mini.run!(command, options)
    },
  }
  await run(recipe, 'client.push.cancels', 'client.pull.type-mismatch')
  expect(given.length).toBeGreaterThan(2)
  // Docker gives up an upload after 50 s, others wait for up to 25 s in between.
  expect(Math.min(...given)).toBeGreaterThan(60_000)
}, 60_000)

it('runs clients so that they do what the operation is about', () => {
  // It would push index.json itself.
  expect(linesOf(recipeNamed('crane'), 'push')).not.toContain('--index')
  // `oci:` converts the types of Docker.
  expect(linesOf(recipeNamed('skopeo'), 'pull')).toContain('dir:{layout}')
  // They keep images in a storage of their own, and copy no artifacts.
  for (const name of ['docker', 'podman', 'buildah', 'ctr'])
    expect(recipeNamed(name).operations, name).not.toHaveProperty('copy')
  // Nothing but charts.
  expect(recipeNamed('helm').pulls?.config).toContain('helm')
})
