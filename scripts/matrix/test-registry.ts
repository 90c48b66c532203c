import { usualSpec } from '../../src/engine/requirement.ts'
import { assay } from '../../src/assay/assay.ts'
import type { RunResult } from '../../src/results/result.ts'
import { install, NotInstallable } from '../../fixtures/registries/install.ts'
import type { Registry } from '../../fixtures/registries/registries.ts'
import { withRegistry } from '../../fixtures/registries/start.ts'

/** The same content each time: what is published changes only where a registry, or this program, does. */
const seed = '6f63692d6173736179'

/** The address in the published results, in place of the free port, which differs each time. */
const place = 'localhost:5000'

/** A registry's result under its product and exact version, or why this machine cannot have it. */
export async function testRegistry(registry: Registry): Promise<{ result: RunResult } | { missing: string }> {
  let label: string
  try {
    const { version } = await install(registry)
    label = `${registry.product} ${shown(version)}`
  } catch (error) {
    if (!(error instanceof NotInstallable)) throw error
    return { missing: error.message }
  }
  const result = await withRegistry(registry.name, async ({ url }) => {
    const { result: found } = await assay({ target: url, spec: usualSpec, seed, label })
    return anywhere(found, new URL(url).host)
  })
  return { result: { ...result, target: { ...result.target, name: label } } }
}

/** As people write it: without Go's prefix, and of a commit that has no version only the day. */
const shown = (version: string): string =>
  version.replace(/^v/, '').replace(/-(\d{8})\d{6}-[0-9a-f]{12}$/, '-$1')

/** Without what identifies this machine: the port, and the folder of the registry's data. */
function anywhere(result: RunResult, host: string): RunResult {
  const text = JSON.stringify(result).replaceAll(host, place)
  return JSON.parse(
    text.replaceAll(/(?:\/[\w.-]+)*\/oci-assay-[a-z-]+-[A-Za-z0-9]{6}\b/g, '/var/lib/registry'),
  ) as RunResult
}
