import type { Test } from '../../define.ts'
import { judgedTest } from '../../judges/judged-test.ts'
import { judgeNonDistributable } from '../judges/non-distributable.ts'
import { content } from './content.ts'
import { entries } from './entries.ts'

/** The tests of layers, in the order of reports. */
export const tests: readonly Test[] = [
  ...content,
  ...entries,
  // Non-distributable layers are deprecated.
  judgedTest({
    id: 'layer.non-distributable',
    title: 'Non-distributable layers',
    evaluates: ['layer.non-distributable.unused'],
    readsAllOf: ['manifest'],
    nothing: 'there is no manifest',
    count: ({ manifests }) => manifests.length,
    judge: judgeNonDistributable,
  }),
]
