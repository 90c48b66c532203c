import type { AssayOptions } from '../../../src/assay/options.ts'
import { assay } from '../../../src/assay/assay.ts'
import { createReferenceRegistry, type ReferenceOptions } from '../../../src/reference/index.ts'
import type { RunResult } from '../../../src/results/result.ts'

/** Assays the embedded registry, built as it is said. */
export async function assayReference(
  registry: Partial<ReferenceOptions>,
  options: Partial<AssayOptions> = {},
): Promise<RunResult> {
  const listening = await createReferenceRegistry(registry).listen()
  try {
    const { spec = registry.spec ?? 'dev' } = options
    const { result, failures } = await assay({
      target: `${listening.url}${registry.pathPrefix ?? ''}`,
      ...options,
      spec,
    })
    if (failures.length > 0) throw new Error(JSON.stringify(failures))
    return result
  } finally {
    await listening.close()
  }
}

/** What is not a plain success, told so that a failing test says what to look at. */
export const troubles = ({ requirements }: RunResult): string[] =>
  requirements
    .filter(({ verdict }) => ['fail', 'warn', 'error', 'blocked'].includes(verdict))
    .map(({ id, verdict, findings, reason }) => `${verdict} ${id}: ${findings[0]?.title ?? reason ?? ''}`)

/** Verdict by requirement. */
export const verdictsOf = ({ requirements }: RunResult): Record<string, string> =>
  Object.fromEntries(requirements.map(({ id, verdict }) => [id, verdict]))
