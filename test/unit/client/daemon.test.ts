import { existsSync, mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { startDaemon } from '../../../src/client/daemon.ts'

let folder: string
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'oci-assay-test-'))))
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const script = (text: string): string[] => [process.execPath, '-e', text]

const start = (command: string[], ready: string[], signal = new AbortController().signal) =>
  startDaemon({ command, ready }, { env: { PATH: process.env['PATH'] ?? '' }, cwd: folder, signal })

const beats = (): number => statSync(join(folder, 'pid')).size

/** Ready once the service has written its file. */
const ready = script(`process.exitCode = require('fs').existsSync('pid') ? 0 : 1`)
const service = `require('fs').writeFileSync('pid', String(process.pid)); setInterval(() => 0, 1000)`

it('waits until the service is ready, and ends it with all that it has started', async () => {
  const beating = `setInterval(() => require('fs').appendFileSync('pid', '.'), 20)`
  const child = `require('child_process').spawn(process.execPath, ['-e', ${JSON.stringify(beating)}]); setInterval(() => 0, 1000)`
  const stop = await start(script(child), ready)
  const before = beats()
  await expect.poll(beats, { timeout: 10_000 }).toBeGreaterThan(before)
  await stop()
  const after = beats()
  await new Promise((resolve) => setTimeout(resolve, 200))
  expect(beats()).toBe(after)
  // A second time does nothing.
  await stop()
}, 30_000)

it('reports a service that ends, with the end of its log', async () => {
  const failing = script(`console.error('no permission'); process.exitCode = 3`)
  await expect(start(failing, ready)).rejects.toThrow(/did not start: it ended with 3 no permission/)
}, 30_000)

it('reports a service that cannot be run', async () => {
  await expect(start(['oci-assay-no-such-program'], ready)).rejects.toThrow(/did not start: .*ENOENT/)
})

it('stops waiting, and ends the service, where the run is interrupted', async () => {
  const controller = new AbortController()
  const begun = setInterval(() => {
    if (existsSync(join(folder, 'pid'))) controller.abort(new Error('interrupted'))
  }, 20)
  const never = script('process.exitCode = 1')
  await expect(start(script(service), never, controller.signal)).rejects.toThrow('interrupted')
  clearInterval(begun)
}, 30_000)
