import type { AssayOptions } from '../../../src/assay/options.ts'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import type { RequestListener } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, describe, expect, it } from 'vitest'
import { assay } from '../../../src/assay/assay.ts'
import { exitCodes, Failure } from '../../../src/results/conclusion/failure.ts'
import { createReferenceRegistry } from '../../../src/reference/index.ts'
import { printable } from '../../../src/results/text/printable.ts'
import { resultsJson } from '../../../src/results/file/results-json.ts'
import { createLayout } from '../../../suites/image/layouts/build/layout.ts'
import { serve as serveLayout } from '../../../suites/image/layouts/build/serve.ts'
import { closeAll, json, serve } from '../registry/server.ts'

const folder = mkdtempSync(join(tmpdir(), 'oci-assay-unavailable-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
afterEach(closeAll)

const nobody = `sha256:${'0'.repeat(64)}`

/** What a run ends with that has nothing to validate; it must leave no reports. */
async function failureOf(options: AssayOptions): Promise<Failure> {
  const reporters = [resultsJson(join(folder, 'results.json'))]
  const thrown: unknown = await assay({ credentials: 'anonymous', ...options, reporters }).then(
    () => undefined,
    (error: unknown) => error,
  )
  expect(thrown).toBeInstanceOf(Failure)
  expect(readdirSync(folder)).toEqual([])
  const failure = thrown as Failure
  expect(failure.exitCode).toBe(exitCodes.incomplete)
  const text = `${failure.message}${failure.advice ?? ''}`
  expect(printable(text)).toBe(text)
  return failure
}

/** A registry that has one repository with two tags and returns what the test specifies to everything else. */
const registry =
  (status: number, body: unknown, tags: unknown = { tags: ['1.0', '\u001b[31m', '1.1'] }): RequestListener =>
  (request, response) => {
    response.setHeader('Docker-Distribution-Api-Version', 'registry/2.0')
    if (request.url === '/v2/') json(response, {})
    else if (request.url === '/v2/app/tags/list') json(response, tags)
    else json(response, body, status)
  }
const html =
  (status: number): RequestListener =>
  (_, response) =>
    void response.writeHead(status, { 'Content-Type': 'text/html' }).end('<p>not here')

const unknown = { errors: [{ code: 'MANIFEST_UNKNOWN', message: '\u001b[31m' }] }

const rows: readonly {
  title: string
  listener: RequestListener
  image: string
  message: string
  advice: string
}[] = [
  {
    title: 'an unknown tag',
    listener: registry(404, unknown),
    image: 'app:2.0',
    message:
      'the repository app of HOST does not have the tag 2.0: GET http://HOST/v2/app/manifests/2.0 returned 404 MANIFEST_UNKNOWN',
    advice: 'it has 1.0, 1.1: `oci-assay run HOST/app:1.1`',
  },
  {
    title: 'an unknown tag of a repository whose tags are not listed',
    listener: registry(404, unknown, 'no list'),
    image: 'app:2.0',
    message: 'the repository app of HOST does not have the tag 2.0: ',
    advice: 'check the tag',
  },
  {
    title: 'an unknown digest',
    listener: registry(404, unknown),
    image: `app@${nobody}`,
    message: `the repository app of HOST does not have a manifest with the digest ${nobody}: `,
    advice: 'it has 1.0',
  },
  {
    title: 'an unknown repository',
    listener: registry(404, { errors: [{ code: 'NAME_UNKNOWN' }] }),
    image: 'other:1.0',
    message:
      'HOST does not have the repository other: GET http://HOST/v2/other/manifests/1.0 returned 404 NAME_UNKNOWN',
    advice: 'check the name of the repository, or if it is private, log in',
  },
  {
    title: 'a repository that is closed',
    listener: registry(403, { errors: [{ code: 'DENIED' }] }),
    image: 'app:1.0',
    message: 'HOST denies access to app:1.0: GET http://HOST/v2/app/manifests/1.0 returned 403 DENIED',
    advice: 'log in with docker login',
  },
  {
    title: 'a registry that fails',
    listener: registry(503, '<html>'),
    image: 'app:1.0',
    message: 'HOST does not return app:1.0: GET http://HOST/v2/app/manifests/1.0 returned 503',
    advice: 'check the log',
  },
  {
    title: 'a file server',
    listener: html(404),
    image: 'app:1.0',
    message: 'http://HOST is not a registry: it returned 404 with text/html to GET /v2/',
    advice: 'check the host and the port',
  },
  {
    title: 'a web site that returns a page to everything',
    listener: html(200),
    image: 'app:1.0',
    message: 'http://HOST is not a registry: it returned 200 with text/html to GET /v2/',
    advice: 'check the host and the port',
  },
  {
    title: 'a page instead of a manifest',
    listener: (request, response) =>
      request.url === '/v2/'
        ? json(response, {})
        : html(request.url?.includes('app') ? 200 : 404)(request, response),
    image: 'app:1.0',
    message: 'GET http://HOST/v2/app/manifests/1.0 returned 200 with text/html, which is not a manifest',
    advice: 'check the address',
  },
]

describe('an image that a registry does not return', () => {
  it.each(rows)('$title', async ({ listener, image, message, advice }) => {
    const { host } = await serve(listener)
    const failure = await failureOf({ target: `${host}/${image}` })
    expect(failure.message.replaceAll(host, 'HOST')).toContain(message)
    expect(failure.advice?.replaceAll(host, 'HOST')).toContain(advice)
  })

  it.each(['basic', 'bearer'] as const)('of a registry with %s authentication', async (auth) => {
    const listening = await createReferenceRegistry({ auth }).listen()
    const { host } = new URL(listening.url)
    const target = `${host}/team/app:1.0`
    try {
      expect(await failureOf({ target })).toMatchObject({
        message: expect.stringMatching(/denies access to team\/app:1\.0: .* 401/) as string,
        advice: expect.stringMatching(/^log in with docker login/) as string,
      })
      const refused = await failureOf({ target, credentials: { username: 'assay', password: 'wrong' } })
      expect(refused.message).toMatch(/denies access to team\/app:1\.0: .* 401/)
      expect(refused.advice).toMatch(
        /^check the user name and the password, and that the account may pull from team\/app/,
      )
      const credentials = { username: 'assay', password: 'assay-password' }
      expect(await failureOf({ target, credentials })).toMatchObject({
        message: expect.stringContaining(`${host} does not have the repository team/app: `) as string,
        advice: 'check the name of the repository',
      })
    } finally {
      await listening.close()
    }
  })

  it('of a host where nothing listens', async () => {
    const failure = await failureOf({ target: '127.0.0.1:1/app:1.0' })
    expect(failure.message).toContain('nothing listens on http://127.0.0.1:1; start the registry')
    expect(failure.advice).toBeUndefined()
  })
})

it('validates a manifest that is wrong, however it is served', async () => {
  const layout = createLayout()
  layout.image({ manifest: () => '{' })
  const served = await serveLayout(layout)
  try {
    const { result } = await assay({ target: served.target, credentials: 'anonymous' })
    expect(result.totals.requirements.fail).toBeGreaterThan(0)
  } finally {
    await served.close()
  }
})
