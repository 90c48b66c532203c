import { expect, it } from 'vitest'
import { assayClient } from '../../../../src/assay/client/target.ts'
import type { Recipe } from '../../../../src/client/recipe.ts'
import { miniRecipe } from '../../../../src/client/recipes/mini.ts'
import { passwordIn } from '../../../../suites/client/judges/requests.ts'
import { exchanges } from './seen.ts'

const requirement = 'client.http.redirect-authorization'
const credentials = { Authorization: `Basic ${Buffer.from('assay:assay-password').toString('base64')}` }

/** What is noted of a client, which must have no finding. */
async function notesOf(recipe: Recipe): Promise<string[]> {
  const { result } = await assayClient({ recipe, spec: 'dev', only: [requirement], concurrency: 8 })
  const [found] = result.requirements.filter(({ id }) => id === requirement)
  expect(found).toMatchObject({ verdict: 'pass', findings: [] })
  return found?.notes.map(({ text }) => text) ?? []
}

/** The mini client, which does something else before each run of an operation. */
const before = (name: string, act: (host: string) => Promise<void>): Recipe => {
  const mini = miniRecipe()
  return {
    ...mini,
    run: async (command, options) => {
      const host = command.find((word) => /^127\.0\.0\.1:\d+\//.test(word))?.split('/')[0] ?? ''
      if (command[1] === name) await act(host)
      return mini.run!(command, options)
    },
  }
}

const realmOf = async (host: string): Promise<string | undefined> => {
  const { headers } = await fetch(`http://${host}/v2/`)
  return /^Bearer realm="([^"]+)"/.exec(headers.get('www-authenticate') ?? '')?.[1]
}

it.each([
  ['in its Authorization', (realm: string) => fetch(realm, { headers: credentials })],
  [
    'in a form',
    (realm: string) =>
      fetch(realm, {
        method: 'POST',
        body: new URLSearchParams({ grant_type: 'password', username: 'assay', password: 'assay-password' }),
      }),
  ],
])(
  'notes a password that is sent to a token server on another host %s',
  async (_, send) => {
    const careless = before('pull', async (host) => {
      const realm = await realmOf(host)
      if (realm !== undefined) await send(realm)
    })
    expect(await notesOf(careless)).toEqual([
      'sends user name and password to a token server on another host',
    ])
  },
  60_000,
)

it('notes credentials that are sent to the Location of an upload on another host', async () => {
  const careless = before('push', async (host) => {
    const url = `http://${host}/v2/oci-assay/client/blobs/uploads/`
    const { headers, status } = await fetch(url, { method: 'POST', headers: credentials, redirect: 'manual' })
    // A redirect is another scenario.
    const location = status === 202 ? headers.get('location') : undefined
    if (location?.startsWith('http')) await fetch(location, { method: 'DELETE', headers: credentials })
  })
  expect(await notesOf(careless)).toEqual([
    'sends Authorization to the Location of an upload on another host',
  ])
}, 60_000)

// A pitfall: oras refuses a token server on loopback.
it('concludes nothing from a client that refuses the token server', async () => {
  const mini = miniRecipe()
  const careful: Recipe = {
    ...mini,
    run: async (command, options) => {
      const host = command.find((word) => /^127\.0\.0\.1:\d+\//.test(word))?.split('/')[0] ?? ''
      return command[1] === 'pull' && (await realmOf(host)) !== undefined
        ? { status: 1, stdout: '', stderr: 'realm on loopback', timedOut: false, duration: 1 }
        : mini.run!(command, options)
    },
  }
  expect(await notesOf(careful)).toEqual([])
}, 60_000)

it('notes nothing of a client that sends no password there', async () => {
  expect(await notesOf(miniRecipe())).toEqual([])
}, 60_000)

it.each([
  [{ headers: [['Authorization', 'Bearer token']] as const }, true],
  [{ method: 'POST', body: 'grant_type=password&password=secret' }, true],
  [{ method: 'POST', body: 'password=' }, false],
  [{ method: 'POST', body: 'grant_type=refresh_token&refresh_token=x' }, false],
  [{}, false],
])('finds credentials in %j: %s', (few, expected) => {
  expect(exchanges(few).map(passwordIn)).toEqual([expected])
})
