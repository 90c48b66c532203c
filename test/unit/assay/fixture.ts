import { assay } from '../../../src/assay/assay.ts'
import type { AssayOptions } from '../../../src/assay/options.ts'
import {
  createReferenceRegistry,
  type ReferenceOptions,
  type ReferenceRegistry,
} from '../../../src/reference/index.ts'
import { takesAll } from '../../sample.ts'
import type { RunResult } from '../../../src/results/result.ts'

/** Whatever it is: nobody else can be there. */
const address = 'http://127.0.0.1:5000'

/**
 * Lets the embedded registry be reached: without sockets in `npm test`, which takes half of the time, and through
 * them where all of each sample is taken. That both lead to the same is tested in scripts/mutation/transports.test.ts.
 */
export async function withReference<Value>(
  registry: ReferenceRegistry,
  work: (access: Pick<AssayOptions, 'target' | 'dispatcher'>) => Promise<Value>,
): Promise<Value> {
  if (!takesAll) return await work({ target: address, dispatcher: registry.dispatcher(address) })
  const { url, close } = await registry.listen()
  try {
    return await work({ target: url })
  } finally {
    await close()
  }
}

/** Tests the embedded registry with these options; default depth quick, since what sequences add is tested by itself. */
export async function assayReference(
  registry: Partial<ReferenceOptions>,
  options: Partial<AssayOptions> = {},
): Promise<RunResult> {
  const { spec = registry.spec ?? 'dev' } = options
  return await withReference(createReferenceRegistry(registry), async ({ target, ...access }) => {
    const { result, failures } = await assay({
      target: `${target}${registry.pathPrefix ?? ''}`,
      ...access,
      depth: 'quick',
      ...options,
      spec,
    })
    if (failures.length > 0) throw new Error(JSON.stringify(failures))
    return result
  })
}

/** What is not a plain success, in words that show where to look. */
export const troubles = ({ requirements }: RunResult): string[] =>
  requirements
    .filter(({ verdict }) => ['fail', 'warn', 'error', 'blocked'].includes(verdict))
    .map(({ id, verdict, findings, reason }) => `${verdict} ${id}: ${findings[0]?.title ?? reason ?? ''}`)

/** Verdict by requirement. */
export const verdictsOf = ({ requirements }: RunResult): Record<string, string> =>
  Object.fromEntries(requirements.map(({ id, verdict }) => [id, verdict]))
