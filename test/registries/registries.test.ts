import { beforeAll, describe, it } from 'vitest'
import { describeInstalled, install, NotInstallable } from './install.ts'
import { pushAndPull } from './push-and-pull.ts'
import { registries } from './registries.ts'
import { withRegistry } from './start.ts'

const minutes = 60_000

describe.each(registries)('$name', (registry) => {
  let missing: NotInstallable | undefined

  beforeAll(async () => {
    try {
      const installed = await install(registry)
      process.stdout.write(`${describeInstalled(registry.name, installed)}\n`)
    } catch (error) {
      if (!(error instanceof NotInstallable) || isRequired(registry.source.kind)) throw error
      missing = error
      process.stdout.write(`${registry.name}: skipped, ${error.message}\n`)
    }
  }, 20 * minutes)

  // What every registry does, whatever else it lacks: without it nothing told about it is worth much.
  it('takes a push, gives the same bytes back, and deletes them', async ({ skip }) => {
    if (missing !== undefined) skip(missing.message)
    await withRegistry(registry.name, ({ url }) => pushAndPull(url, 'oci-assay/smoke'))
  })
})

/** In CI a registry that this project installs by itself has to run; elsewhere its absence is told. */
function isRequired(source: string): boolean {
  return Boolean(process.env['CI']) && source !== 'provided'
}
