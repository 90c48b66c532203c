import { spawn } from 'node:child_process'
import { chmod, cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import type { Runtime } from '../../src/container/testcontainers.ts'
import { install } from '../../fixtures/registries/install.ts'
import { registryNamed } from '../../fixtures/registries/registries.ts'

/** Where registries in these images listen, and keep their content. */
export const place = { host: '0.0.0.0', port: 5000, dataDir: '/data' }

/** The name of a registry's image; no registry of that name is anywhere. */
export const imageOf = (name: string): string => `oci-assay.invalid/${name}:test`

/**
 * Makes an image of a real registry from nothing but its program, which is linked statically: no other
 * image has to be pulled. It exposes its port and has a volume for its data, as published ones have.
 */
export async function makeImage(runtime: Runtime, name: string): Promise<void> {
  const registry = registryNamed(name)
  const { binary } = await install(registry)
  const { args, config, env = {} } = registry.launch(place, '/etc/registry.json')
  const root = await mkdtemp(join(tmpdir(), 'oci-assay-image-'))
  try {
    await cp(binary, join(root, 'registry'))
    await chmod(join(root, 'registry'), 0o755)
    for (const folder of ['data', 'tmp', 'etc']) await mkdir(join(root, folder))
    if (config !== undefined) await writeFile(join(root, 'etc/registry.json'), config)
    await importImage(runtime, root, imageOf(name), [
      'ENTRYPOINT ["/registry"]',
      `CMD ${JSON.stringify(args)}`,
      `EXPOSE ${place.port}`,
      `VOLUME ${place.dataDir}`,
      ...Object.entries(env).map(([variable, value]) => `ENV ${variable}=${value}`),
    ])
  } finally {
    await rm(root, { recursive: true, force: true })
  }
}

/** A folder as an image of one layer, with lines of a Dockerfile for its configuration. */
export async function importImage(
  { container }: Runtime,
  root: string,
  name: string,
  changes: readonly string[],
): Promise<void> {
  const [repo = '', tag = ''] = name.split(/:(?=[^/]*$)/)
  const tar = spawn('tar', ['-C', root, '-c', '.'], { stdio: ['ignore', 'pipe', 'inherit'] })
  const answer = await container.dockerode.importImage(tar.stdout, { repo, tag, changes: [...changes] })
  let output = ''
  for await (const chunk of answer) output += String(chunk)
  if (/"error"/.test(output)) throw new Error(`${name} could not be made in ${dirname(root)}: ${output}`)
}
