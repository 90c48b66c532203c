import { leftoversOn } from '../../src/container/ownership.ts'
import { loadTestcontainers, runtimeOf, type Runtime } from '../../src/container/testcontainers.ts'

/**
 * The engine of this machine; undefined where none answers. Where one is named in DOCKER_HOST it has to
 * answer: a test that does nothing there would be a lie.
 */
export async function engine(): Promise<Runtime | undefined> {
  try {
    return await runtimeOf(await loadTestcontainers())
  } catch (error) {
    if (process.env['DOCKER_HOST'] !== undefined) throw error
    process.stdout.write(`skipped: ${(error as Error).message}\n`)
    return undefined
  }
}

/** What runs have left: containers, and volumes without a name, which are counted. */
export async function left(runtime: Runtime): Promise<{ containers: string[]; volumes: number }> {
  const { Volumes } = await runtime.container.dockerode.listVolumes()
  const containers = (await leftoversOn(runtime)).map(({ image }) => image)
  return { containers, volumes: Volumes.filter(({ Name }) => /^[0-9a-f]{64}$/.test(Name)).length }
}
