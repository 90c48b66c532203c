import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import type { IncomingMessage } from 'node:http'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { beforeAll, describe, expect, it } from 'vitest'
import { createReferenceRegistry } from '../../../src/reference/index.ts'
import { readResults } from '../../../src/results/file/read.ts'
import { sample } from '../../sample.ts'
import { built } from '../built.ts'
import { command, quick, withFolder, withServer } from './command.ts'

/** A registry that takes its time, so that a run is always in the middle of something. */
async function withSlowRegistry(
  work: (registry: {
    url: string
    requests: () => number
    pushed: () => readonly string[]
    tags: () => Promise<unknown[]>
  }) => Promise<void>,
): Promise<void> {
  const registry = createReferenceRegistry()
  let requests = 0
  const pushed = new Set<string>()
  await withServer(
    async (request, response) => {
      requests += 1
      for (const path of pushedBy(request)) pushed.add(path)
      if (!request.url?.endsWith('/tags/list')) await sleep(20)
      await registry.handler(request, response)
    },
    (url) =>
      work({
        url,
        requests: () => requests,
        pushed: () => [...pushed],
        tags: async () => {
          const list = await fetch(`${url}/v2/oci-assay/one/tags/list`)
          const { tags } = (await list.json()) as { tags?: unknown[] }
          return tags ?? []
        },
      }),
  )
}

/** Where that which a request pushes can be pulled, if all goes well. */
function pushedBy({ method, url = '' }: IncomingMessage): string[] {
  const { pathname, searchParams } = new URL(url, 'http://registry')
  if (method === 'PUT' && pathname.includes('/manifests/')) return [pathname]
  const digest = searchParams.get('digest')
  return digest === null ? [] : [pathname.replace(/\/uploads\/.*$/, `/${digest}`)]
}

/** Those of these paths at which something is. */
async function stored(url: string, paths: readonly string[]): Promise<string[]> {
  const found = paths.map(async (path) => {
    const { status } = await fetch(`${url}${path}`, { method: 'HEAD' })
    return status === 200 ? [path] : []
  })
  return (await Promise.all(found)).flat()
}

const until = async (met: () => boolean | Promise<boolean>) => {
  for (let attempt = 0; attempt < 400; attempt += 1) {
    if (await met()) return
    await sleep(25)
  }
  throw new Error('it did not come to that within ten seconds')
}

/** Signals are for processes: the command line is built and started as users start it. */
describe.skipIf(process.platform === 'win32')('an interrupted run', () => {
  let main = ''

  beforeAll(async () => {
    main = (await built()).main
  }, 60_000)

  function start(url: string, folder: string): { child: ChildProcess; stderr: () => string } {
    const argv = [main, 'run', url, '--depth', 'quick', '--concurrency', '2', '--reports', folder]
    const child = spawn(process.execPath, argv, { stdio: ['ignore', 'ignore', 'pipe'] })
    let stderr = ''
    child.stderr.setEncoding('utf8').on('data', (chunk: string) => (stderr += chunk))
    return { child, stderr: () => stderr }
  }

  it.each(sample(['SIGINT', 'SIGTERM'] as const, ['SIGINT']))(
    'by %s cleans up and writes its reports',
    async (signal) => {
      await withSlowRegistry(({ url, tags }) =>
        withFolder(async (folder) => {
          const { child, stderr } = start(url, folder)
          await until(async () => (await tags()).length > 3)
          child.kill(signal)
          const [code] = (await once(child, 'exit')) as [number]
          expect(stderr()).toMatch(/^\noci-assay: interrupted; cleaning up/)
          expect(stderr().trim().split('\n')).toHaveLength(1)
          expect(code).toBe(130)
          const result = await readResults(join(folder, 'results.json'))
          expect(result).toMatchObject({ complete: true, interrupted: true, leftovers: [] })
          expect(result.totals.requirements.skipped + result.totals.requirements.error).toBeGreaterThan(0)
          expect(result.totals.requirements.fail).toBe(0)
          expect(existsSync(join(folder, 'junit.xml'))).toBe(true)
          expect(existsSync(join(folder, 'report.html'))).toBe(true)
          expect(await tags()).toEqual([])
        }),
      )
    },
  )

  it('twice ends at once, and still leaves a file that records it', async () => {
    await withSlowRegistry(({ url, requests }) =>
      withFolder(async (folder) => {
        const { child, stderr } = start(url, folder)
        await until(() => requests() > 40)
        child.kill('SIGINT')
        await until(() => stderr() !== '')
        child.kill('SIGINT')
        const [code] = (await once(child, 'exit')) as [number]
        expect(code).toBe(130)
        const path = join(folder, 'results.json')
        expect((await readResults(path)).complete).toBe(false)
        const { stdout, exitCode } = await command('cleanup', path, url)
        expect(stdout).toMatch(/^Removed (\d+) of \1 objects/)
        expect(exitCode).toBe(0)
      }),
    )
  })

  it.each(sample([20, 100, 180], [100]))(
    'killed after %i requests has recorded on disk what it left',
    async (many) => {
      await withSlowRegistry(({ url, requests, pushed, tags }) =>
        withFolder(async (folder) => {
          const { child } = start(url, folder)
          await until(() => requests() > many)
          child.kill('SIGKILL')
          await once(child, 'exit')
          // What had reached the registry is still carried out.
          await sleep(100)
          const path = join(folder, 'results.json')
          const report = await command('report', path, '--format', 'terminal')
          expect(report.stdout).toMatch(/The run did not finish: it was killed/)
          expect(report.stdout).toMatch(/^not removed {2}\d+ \w+ in /m)
          expect(report.exitCode).toBe(130)
          expect((await stored(url, pushed())).length).toBeGreaterThan(0)
          const { stdout, exitCode } = await command('cleanup', path, url)
          expect(stdout).toMatch(/^Removed (\d+) of \1 objects/)
          expect(exitCode).toBe(0)
          expect(await stored(url, pushed())).toEqual([])
          expect(await tags()).toEqual([])
        }),
      )
    },
  )

  it('is not forgotten by the next run in the same folder', async () => {
    await withSlowRegistry(({ url, requests, pushed }) =>
      withFolder(async (folder) => {
        const { child } = start(url, folder)
        await until(() => requests() > 60)
        child.kill('SIGKILL')
        await once(child, 'exit')
        const next = await command(
          'run',
          url,
          ...quick,
          '--only',
          'pull.blob.exact-bytes',
          '--reports',
          folder,
        )
        const kept = join(folder, 'killed-1.json')
        expect(next.stderr).toContain(`oci-assay cleanup ${kept}`)
        expect((await command('cleanup', kept, url)).exitCode).toBe(0)
        expect(await stored(url, pushed())).toEqual([])
      }),
    )
  })
})
