import type { TestContext } from '../../../src/engine/suite.ts'
import type { Specimens } from './context.ts'

/** When something was made: what was stored before an outage may be gone, and a repetition trusts nothing from before. */
export interface Epoch {
  round: number
  /** Outages that were over by then. */
  outages: number
}

/** What the tests of one epoch share. */
interface Shared {
  values: Map<string, { made: Promise<unknown>; by: TestContext }>
  specimens: Specimens
  maker: TestContext
}

/** What a test sees of it. */
export interface SharedBy {
  specimens: Specimens
  once: <Value>(name: string, make: () => Promise<Value>) => Promise<Value>
}

/** Content and values that many tests need, made once for all that start in one epoch. */
export function createShared(makeSpecimens: (epoch: Epoch) => { specimens: Specimens; maker: TestContext }): {
  at(epoch: Epoch, tools: TestContext): SharedBy
} {
  const epochs = new Map<string, Shared>()

  const sharedIn = (epoch: Epoch): Shared => {
    const key = `${epoch.round}/${epoch.outages}`
    const known = epochs.get(key) ?? { values: new Map(), ...makeSpecimens(epoch) }
    epochs.set(key, known)
    return known
  }

  return {
    at(epoch, tools) {
      return {
        specimens: {
          manifests: async () => {
            const { specimens, maker } = sharedIn(epoch)
            return inherit(specimens.manifests(), maker, tools)
          },
          blobs: async () => {
            const { specimens, maker } = sharedIn(epoch)
            return inherit(specimens.blobs(), maker, tools)
          },
        },
        async once<Value>(name: string, make: () => Promise<Value>) {
          const { values } = sharedIn(epoch)
          const known = values.get(name) ?? { made: make(), by: tools }
          values.set(name, known)
          return (await inherit(known.made, known.by, tools)) as Value
        },
      }
    },
  }
}

/** Waits for something that another test makes; what disturbed that one disturbs this one. */
const inherit = async <Value>(made: Promise<Value>, by: TestContext, tools: TestContext): Promise<Value> => {
  try {
    return await made
  } finally {
    if (by !== tools) for (const each of by.disturbances) tools.disturbed(each)
  }
}
