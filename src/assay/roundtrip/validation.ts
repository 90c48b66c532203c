import type { Invalid } from '../../../suites/roundtrip/context.ts'
import type { RunResult } from '../../results/result.ts'
import { imageTarget } from '../image/target.ts'
import type { AssayOptions } from '../options.ts'
import { runTarget } from '../pipeline.ts'

/** What an image violates of the MUSTs of the image specification, as validating it by itself shows. */
async function violationsOf(options: AssayOptions): Promise<Omit<Invalid, 'before'>[]> {
  const { result }: { result: RunResult } = await runTarget(imageTarget(options), options)
  return result.requirements
    .filter(({ verdict }) => verdict === 'fail')
    .flatMap(({ id, findings }) => findings.map(({ title }) => ({ requirement: id, title })))
}

const nameOf = ({ requirement, title }: Omit<Invalid, 'before'>): string => `${requirement}: ${title}`

/** Validates what was pulled, beside what was pushed: which violations are new shows who made them. */
export function validator(source: AssayOptions, pulled: (digest: string) => AssayOptions) {
  let before: Promise<ReadonlySet<string>> | undefined
  return async (digest: string): Promise<Invalid[]> => {
    const after = await violationsOf(pulled(digest))
    if (after.length === 0) return []
    const known = await (before ??= violationsOf(source).then((found) => new Set(found.map(nameOf))))
    return after.map((each) => ({ ...each, before: known.has(nameOf(each)) }))
  }
}
