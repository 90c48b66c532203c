import { spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { once } from 'node:events'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, expect, it } from 'vitest'
import { install } from '../../fixtures/registries/install.ts'
import { registryNamed } from '../../fixtures/registries/registries.ts'
import { roundtrip } from '../../src/assay/roundtrip/roundtrip.ts'
import { artifactOf, createLayout } from '../../suites/image/layouts/build/layout.ts'
import { write } from '../../suites/image/layouts/build/write.ts'

/** A real registry whose referrers API is switched on by restarting it with another option. */

const folder = mkdtempSync(join(tmpdir(), 'oci-assay-upgrade-'))
const pidFile = join(folder, 'pid')

const ended = (): void => {
  try {
    process.kill(Number(readFileSync(pidFile, 'utf8')))
  } catch {
    // It has ended.
  }
}
afterAll(() => {
  ended()
  rmSync(folder, { recursive: true, force: true })
})

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}

it(
  'finds the referrers that olareg had before its referrers API was switched on',
  { timeout: 120_000 },
  async () => {
    const { binary } = await install(registryNamed('olareg'))
    const port = await freePort()
    const data = join(folder, 'data')
    mkdirSync(data)
    const args = `serve --addr 127.0.0.1 --port ${port} --store-type dir --dir ${data} --api-delete --api-blob-delete`
    const child = spawn(binary, [...args.split(' '), '--api-referrer=false'], { stdio: 'ignore' })
    writeFileSync(pidFile, String(child.pid))
    for (let wait = 0; wait < 100; wait += 1) {
      const isThere = await fetch(`http://127.0.0.1:${port}/v2/`).then(
        () => true,
        () => false,
      )
      if (isThere) break
      await sleep(50)
    }
    const layout = createLayout()
    const { mediaType, digest, size } = layout.image()
    for (const name of ['signature', 'sbom'])
      layout.entries.push(
        artifactOf(layout, {
          manifest: (artifact) => ({
            ...artifact,
            subject: { mediaType, digest, size },
            annotations: { 'example.name': name },
          }),
        }),
      )
    mkdirSync(join(folder, 'image'))
    const image = write(layout, join(folder, 'image'), undefined, undefined)
    const { result } = await roundtrip({
      image,
      to: `127.0.0.1:${port}/app`,
      plainHttp: true,
      upgrade: `kill $(cat ${pidFile}); sleep 0.5; ${binary} ${args} >${folder}/log 2>&1 & echo $! >${pidFile}`,
    })
    const found = result.requirements.filter(({ id }) => id.startsWith('upgrade.'))
    expect(found.map(({ id, verdict, reason, findings }) => ({ id, verdict, reason, findings }))).toEqual(
      ['upgrade.referrers.listed', 'upgrade.referrers.descriptor'].map((id) => ({
        id,
        verdict: 'pass',
        findings: [],
      })),
    )
  },
)
