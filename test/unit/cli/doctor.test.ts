import { afterEach, describe, expect, it, vi } from 'vitest'
import { createReferenceRegistry, type ReferenceOptions } from '../../../src/reference/index.ts'
import { request as forward } from 'node:http'
import { command, withServer } from './command.ts'
import { effectsOf } from '../../../suites/distribution/faults.ts'

async function doctor(options: Partial<ReferenceOptions>, ...argv: string[]) {
  const registry = await createReferenceRegistry(options).listen()
  try {
    return await command('doctor', registry.url, ...argv)
  } finally {
    await registry.close()
  }
}

/** `pushing   supported` and so on, as they stand in the table. */
const row = (stdout: string, name: string): string | undefined =>
  stdout
    .split('\n')
    .find((line) => line.startsWith(`${name}  `))
    ?.slice(name.length)
    .trim()

describe('oci-assay doctor', () => {
  afterEach(() => vi.unstubAllEnvs())

  it('reports what is there', async () => {
    const { exitCode, stdout, stderr } = await doctor({ spec: '1.1', mount: false })
    expect(stderr).toBe('')
    expect(exitCode).toBe(0)
    expect(row(stdout, 'authentication')).toBe('none required')
    expect(row(stdout, 'pushing')).toBe('supported')
    expect(row(stdout, 'blob mounts')).toMatch(/^unsupported: /)
    expect(stdout).toMatch(/^Ready to run\.$/m)
    expect(stdout).not.toMatch(/is not possible/)
  })

  it.each(['basic', 'bearer'] as const)('reports that a password is required: %s', async (auth) => {
    vi.stubEnv('DOCKER_CONFIG', '/nowhere')
    const { exitCode, stdout } = await doctor({ auth })
    expect(exitCode).toBe(3)
    expect(row(stdout, 'reached')).toMatch(/^no: /)
    expect(row(stdout, 'authentication')).toBe(`${auth}, no credentials available`)
    expect(stdout).toMatch(/^Next: .*--username/m)
  })

  it('passes with a password, and prints it nowhere', async () => {
    vi.stubEnv('OCI_PASSWORD', 'assay-password')
    const { exitCode, stdout } = await doctor({ auth: 'bearer' }, '--username', 'assay')
    expect(exitCode).toBe(0)
    expect(row(stdout, 'authentication')).toBe('bearer, accepted')
    expect(stdout).not.toContain('assay-password')
  })

  it('reports that nothing can be pushed, and that nothing can be deleted', async () => {
    const { stdout } = await doctor({ readOnly: true })
    expect(stdout).toMatch(/Pushing is not possible.*\n.*--read-only/)
    const kept = await doctor({ deleteTags: false, deleteManifests: false, deleteBlobs: false })
    expect(kept.stdout).toMatch(/Deleting is not possible/)
    expect(kept.stdout).toMatch(/\d+ test objects could not be deleted: \w+ /)
  })

  it('reports what a run could not evaluate for lack of access, once', async () => {
    const { exitCode, stdout } = await doctor({ effects: effectsOf('pushes-denied') }, '--anonymous')
    expect(exitCode).toBe(3)
    expect(row(stdout, 'pushing')).toMatch(
      /^unknown: anonymous users cannot push to oci-assay\/one: 403 DENIED/,
    )
    const [, conclusion = ''] = stdout.split('\n\n')
    expect(conclusion.trim().split('\n')).toEqual([
      'A run would be incomplete (exit code 3):',
      expect.stringMatching(
        /^- anonymous users cannot push to oci-assay\/one: 403 DENIED; provide credentials/,
      ),
    ])
  })

  it('reports that a repository is closed altogether', async () => {
    vi.stubEnv('OCI_PASSWORD', 'assay-password')
    const accounts = [{ username: 'assay', password: 'assay-password', grants: [] }]
    const { exitCode, stdout } = await doctor({ auth: 'basic', accounts }, '--username', 'assay')
    expect(exitCode).toBe(3)
    expect(row(stdout, 'reached')).toMatch(
      /^no: these credentials can neither pull from nor push to oci-assay\/one/,
    )
    expect(stdout).toMatch(/^Next: .*--repository\.$/m)
  })

  it('states only repositories that accept pushes as those that it wrote to', async () => {
    const grants = [{ repository: 'oci-assay/one', actions: ['pull', 'push', 'delete'] }] as const
    const accounts = [{ username: 'assay', password: 'assay-password', grants: [...grants] }]
    vi.stubEnv('OCI_PASSWORD', 'assay-password')
    const { exitCode, stdout } = await doctor({ auth: 'bearer', accounts }, '--username', 'assay')
    expect(exitCode).toBe(3)
    expect(row(stdout, 'writes')).toBe('small test objects were pushed to oci-assay/one and deleted')
  })

  it('states where it wrote to, and writes nothing with --read-only', async () => {
    const registry = createReferenceRegistry()
    const { url, close } = await registry.listen()
    const methods = new Set<string>()
    try {
      await withServer(
        (request, response) => {
          methods.add(request.method!)
          const headers = { ...request.headers, host: new URL(url).host }
          const onward = forward(
            new URL(request.url!, url),
            { method: request.method, headers },
            (answer) => {
              response.writeHead(answer.statusCode!, answer.headers)
              answer.pipe(response)
            },
          )
          request.pipe(onward)
        },
        async (address) => {
          const reading = await command('doctor', address, '--read-only')
          expect(reading.exitCode).toBe(0)
          expect(row(reading.stdout, 'writes')).toBe('none')
          expect([...methods].filter((method) => method !== 'GET' && method !== 'HEAD')).toEqual([])
          const writing = await command('doctor', address)
          expect(row(writing.stdout, 'writes')).toBe(
            'small test objects were pushed to oci-assay/one and oci-assay/one-more and deleted',
          )
          expect(methods).toContain('PUT')
        },
      )
    } finally {
      await close()
    }
    expect((await command('doctor', '--help')).stdout.replaceAll(/\s+/g, ' ')).toContain(
      'pushes and deletes a few small test objects unless --read-only is set',
    )
  })

  it('names content that does not exist', async () => {
    const { exitCode, stderr } = await doctor({}, '--read-only', '--tag', 'absent')
    expect(exitCode).toBe(2)
    expect(stderr).toMatch(/oci-assay\/one has no tag absent: GET \S+ returned 404 NAME_UNKNOWN/)
  })

  it('prints the same as JSON', async () => {
    const { stdout } = await doctor({ auth: 'bearer' }, '--json', '--anonymous')
    expect(JSON.parse(stdout)).toMatchObject({
      reached: { ok: false, state: 'credentials-needed' },
      challenges: [{ scheme: 'bearer', realm: expect.stringMatching(/^http/) }],
    })
  })

  it('reports that the host is unreachable', async () => {
    const { exitCode, stdout } = await command('doctor', 'http://127.0.0.1:1')
    expect(exitCode).toBe(3)
    expect(row(stdout, 'reached')).toMatch(/nothing listens/)
  })

  it('is for registries', async () => {
    const { exitCode, stderr } = await command('doctor', './layout.tar')
    expect(exitCode).toBe(2)
    expect(stderr).toMatch(/is an image/)
  })

  it('requires an address', async () => {
    const { exitCode, stderr } = await command('doctor')
    expect(exitCode).toBe(2)
    expect(stderr).toMatch(/specify the address/)
  })
})
