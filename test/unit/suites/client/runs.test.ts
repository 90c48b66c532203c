import { spawnSync } from 'node:child_process'
import { get } from 'node:https'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { assayClient } from '../../../../src/assay/client/target.ts'
import { miniRecipe } from '../../../../src/client/recipes/mini.ts'
import type { Recipe } from '../../../../src/client/recipe.ts'
import { honest, without, type Decision } from '../../../../src/mini-client/behaviour.ts'
import { faults } from '../../../../suites/client/faults.ts'
import { requirements } from '../../../../suites/client/requirements.ts'
import { serveScenario } from '../../../../suites/client/lab/serve.ts'
import { scenarioNamed, scenarios } from '../../../../suites/client/scenarios.ts'

const run = async (recipe: Recipe, ...only: readonly string[]) => {
  const { result } = await assayClient({ recipe, spec: '1.1', only, concurrency: 8 })
  return {
    result,
    of: (id: string) => result.requirements.find((each) => each.id === id),
    capability: (name: string) => result.capabilities.find((each) => each.name === name),
  }
}

it('finds nothing about the honest client', async () => {
  const { result } = await run(miniRecipe())
  const odd = result.requirements.filter(({ verdict }) => verdict !== 'pass' && verdict !== 'skipped')
  expect(odd.map(({ id, verdict, reason }) => [id, verdict, reason])).toEqual([])
  expect(result.totals.requirements.pass).toBeGreaterThan(70)
}, 120_000)

it.each([
  ['client-unverified-layer', 'fail', 'accepts an altered layer'],
  ['client-copy-without-tag', 'fail', 'does not list the referrer at the referrers tag'],
  ['client-unverified-size', 'warn', /accepts a layer that is 7 bytes/],
  ['client-unpacks-first', 'warn', /decompresses a layer before it has verified/],
  ['client-climbs', 'warn', /writes a file outside the directory/],
  ['client-through-links', 'warn', /writes a file outside the directory/],
] as const)(
  'finds %s',
  async (id, verdict, title) => {
    const fault = faults.find((each) => each.id === id)!
    const { result, of } = await run(miniRecipe(without(...fault.deviates)), fault.violates)
    expect(of(fault.violates)).toMatchObject({ verdict })
    const [finding] = of(fault.violates)?.findings ?? []
    expect(finding?.title).toMatch(title)
    // With what it was seen in: exchanges from the side of the registry, and the command.
    expect(finding?.evidence.length).toBeGreaterThan(0)
    const commands = result.evidence.filter((each) => each.kind === 'invocation')
    expect(commands.length).toBeGreaterThan(0)
    // A finding counts once the client was run alone.
    expect(result.tests.find((test) => test.id === finding?.test)?.attempts).toBe(2)
  },
  60_000,
)

it('evaluates nothing that the client has no command for', async () => {
  const { operations, ...mini } = miniRecipe()
  const recipe = { ...mini, operations: { tags: operations.tags ?? '' } }
  const { of, capability } = await run(recipe, 'client.verify.sha256', 'client.discovery.all-tags')
  expect(of('client.verify.sha256')).toMatchObject({ verdict: 'unsupported', capability: 'pull' })
  expect(capability('pull')).toMatchObject({ state: 'unsupported', detail: 'mini has no command for pull' })
  expect(of('client.discovery.all-tags')).toMatchObject({ verdict: 'pass' })
}, 60_000)

it('reports an error, and no finding, where an operation fails with a registry that conforms', async () => {
  const failing: Recipe = {
    ...miniRecipe(),
    operations: { pull: 'mini nothing {ref}', tags: 'mini tags {name}' },
  }
  const { of, capability } = await run(failing, 'client.verify.sha256', 'client.pull.accept')
  expect(capability('pull')).toMatchObject({ state: 'unknown' })
  for (const id of ['client.verify.sha256', 'client.pull.accept'])
    expect(of(id)).toMatchObject({ verdict: 'error', findings: [] })
}, 60_000)

const loads = (layout: string) =>
  readFileSync(join(layout, 'index.json'), 'utf8').includes('vnd.oci.image.manifest')

it('evaluates nothing where the client cannot be put into the situation', async () => {
  const mini = miniRecipe()
  // It loads what it pushes first, and does not load everything.
  const loading: Recipe = {
    ...mini,
    operations: { push: { prepare: ['load {layout}'], command: mini.operations.push as string } },
    run: async ([name = '', ...args], options) =>
      name === 'load'
        ? {
            status: loads(args[0] ?? '') ? 0 : 1,
            stdout: '',
            stderr: 'unknown type',
            timedOut: false,
            duration: 1,
          }
        : mini.run!([name, ...args], options),
  }
  const { of } = await run(loading, 'client.push.manifest-type-field', 'client.push.manifest-digest-header')
  expect(of('client.push.manifest-digest-header')).toMatchObject({ verdict: 'pass' })
  expect(of('client.push.manifest-type-field')).toMatchObject({ verdict: 'pass' })
  expect(of('client.push.manifest-type-field')?.tests).toContain('push-docker-manifest')
}, 60_000)

it('notes what no statement is about', async () => {
  const found = scenarioNamed('pull-layer-escapes')!
  const serving = await serveScenario(found, { onServed: () => undefined })
  await serving.close()
  const [path = ''] = serving.staged.watched ?? []
  const mini = miniRecipe()
  const escaping: Recipe = {
    ...mini,
    run: async (command, options) => {
      const ended = await mini.run!(command, options)
      if (command.includes('pull')) writeFileSync(path, 'escaped')
      return ended
    },
  }
  const requirement = 'client.manifest.layer-types'
  const { of } = await run(escaping, requirement, 'client.referrers-tag.keeps')
  expect(of(requirement)?.notes).toMatchObject([
    { text: `writes a file outside the directory that it unpacks into: ${path}` },
  ])
  expect(existsSync(path)).toBe(false)
  expect(of('client.referrers-tag.keeps')?.notes).toMatchObject([
    { text: 'loses an entry where two clients attach at the same time' },
  ])
  expect((await run(mini, requirement)).of(requirement)?.notes).toEqual([])
}, 60_000)

it('notes a client that follows a Link to the same page for ever', async () => {
  const mini = miniRecipe()
  const patient: Recipe = {
    ...mini,
    async run([, , name = '', ...words], { signal }) {
      const [host, ...path] = (words[0] ?? name).split('/')
      let url: URL | undefined = new URL(`http://${host}/v2/${path.join('/')}/tags/list`)
      let stdout = ''
      while (url) {
        const response: Response = await fetch(url, { signal })
        stdout += ((await response.json()) as { tags: string[] }).tags.join('\n') + '\n'
        const next: string | undefined = /<(.*)>/.exec(response.headers.get('link') ?? '')?.[1]
        url = next === undefined ? undefined : new URL(next, url)
      }
      return { status: 0, stdout, stderr: '', timedOut: false, duration: 1 }
    },
  }
  const id = 'client.discovery.all-tags'
  const notes = async (recipe: Recipe) => (await run(recipe, id)).of(id)?.notes.map(({ text }) => text)
  expect(await notes(patient)).toEqual([expect.stringMatching(/^follows a Link that leads to the same page/)])
  expect(await notes(mini)).toEqual([])
}, 60_000)

it('removes what a client has written out of its folder', async () => {
  for (const id of ['files-traversal', 'files-absolute', 'files-link']) {
    const serving = await serveScenario(scenarioNamed(id)!, { onServed: () => undefined })
    await serving.close()
    const [path = ''] = serving.staged.watched ?? []
    expect(path).toContain('oci-assay-escaped')
    expect(existsSync(path), id).toBe(false)
  }
})

it('takes what a client uses for a note where no text limits it', async () => {
  const mini = miniRecipe()
  const greedy: Recipe = {
    ...mini,
    run: async (command, options) => ({ ...(await mini.run!(command, options)), held: 300 * 1024 * 1024 }),
  }
  const { of } = await run(greedy, 'client.verify.size-first')
  expect(of('client.verify.size-first')).toMatchObject({ verdict: 'warn' })
  expect(of('client.verify.size-first')?.notes.map(({ text }) => text)).toEqual([
    'uses 300 MiB of memory for a layer of 131 KiB',
    'uses 300 MiB of memory where a manifest in gzip decompresses to 320 MiB',
  ])
}, 60_000)

it.skipIf(spawnSync('openssl', ['version']).status !== 0)(
  'notes what a client sends where a certificate does not hold',
  async () => {
    const mini = miniRecipe()
    const careless: Recipe = {
      ...mini,
      run: async (command, options) => {
        const ended = await mini.run!(command, options)
        if (!command.includes('tls') || ended.status === 0) return ended
        const [host] = (command[2] ?? '').split('/')
        await new Promise((resolve) =>
          get(`https://${host}/v2/`, { rejectUnauthorized: false, agent: false }, (response) => {
            response.resume().on('end', resolve)
          }),
        )
        return ended
      },
    }
    const requirement = 'client.http.redirect-authorization'
    const noted = async (recipe: Recipe) => {
      const { result } = await assayClient({ recipe, spec: 'dev', only: [requirement], concurrency: 8 })
      expect(result.capabilities.find(({ name }) => name === 'tls')?.state).toBe('supported')
      const [found] = result.requirements.filter(({ id }) => id === requirement)
      expect(found?.verdict).toBe('pass')
      return found?.notes.map(({ text }) => text)
    }
    expect(await noted(careless)).toEqual([
      'sends requests to a registry whose certificate has an unknown issuer',
      'sends requests to a registry whose certificate is for another name',
    ])
    expect(await noted(mini)).toEqual([])
  },
  60_000,
)

it('evaluates what is about images with clients that pull images', async () => {
  const recipe: Recipe = {
    ...miniRecipe(),
    pulls: { config: 'application/vnd.example.config', layer: 'application/vnd.example.layer' },
  }
  const { of } = await run(recipe, 'client.verify.digest', 'client.index.consumed')
  expect(of('client.verify.digest')).toMatchObject({ verdict: 'pass' })
  expect(of('client.index.consumed')).toMatchObject({
    verdict: 'unsupported',
    reason: 'mini pulls no images',
  })
}, 60_000)

it('reports no finding that is not there when the client runs alone', async () => {
  let runs = 0
  const mini = miniRecipe()
  // Wrong the first time only, as clients are that do not like company.
  const flaky: Recipe = {
    ...mini,
    run: async (command, options) => {
      if (!command.some((word) => word.includes('oci-assay/client'))) throw new Error('not a pull')
      runs += 1
      const ended = await mini.run!(command, options)
      return runs === 2 ? { ...ended, status: 0 } : ended
    },
  }
  const { of, result } = await run(flaky, 'client.verify.digest')
  expect(of('client.verify.digest')).toMatchObject({ verdict: 'pass' })
  expect(result.tests).toMatchObject([{ attempts: 2 }])
}, 60_000)

it('ends with an error, and no finding, where a client does not end', async () => {
  const mini = miniRecipe(without('ignoresTypeParameters'))
  const late: Recipe = {
    ...mini,
    run: async (command, options) => {
      const ended = await mini.run!(command, options)
      return ended.status === 0 ? ended : { stdout: '', stderr: '', timedOut: true, duration: 75_000 }
    },
  }
  const { of } = await run(late, 'client.pull.content-type-parameters')
  expect(of('client.pull.content-type-parameters')).toMatchObject({
    verdict: 'error',
    reason: 'the client did not end in 75 s',
    findings: [],
  })
}, 60_000)

it('has a fault for each requirement that is observed, and a decision for each fault', () => {
  const proven = new Set<string>(faults.map(({ violates }) => violates))
  const observed = requirements.filter(({ unobservable }) => unobservable === undefined)
  expect(observed.filter(({ id }) => !proven.has(id)).map(({ id }) => id)).toEqual([])
  const used = new Set<Decision>(faults.flatMap(({ deviates }) => deviates))
  expect(Object.keys(honest).filter((decision) => !used.has(decision as Decision))).toEqual([])
})

it('has ids that are there once', () => {
  for (const ids of [scenarios.map(({ id }) => id), faults.map(({ id }) => id)])
    expect(new Set(ids).size).toBe(ids.length)
})
