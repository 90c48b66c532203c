import { assay, createReferenceRegistry, effectsOf, type Reporter } from '../../src/index.ts'

/** Where the documentation's registry is; its real port is another one each time. */
export const shown = 'http://localhost:5000'

/** The run that the pictures of the documentation show: the embedded registry, with faults of real products. Returns its address. */
export async function runExample(reporters: readonly Reporter[]): Promise<string> {
  const effects = effectsOf('manifest-malformed-digest-500', 'last-chunk-gap-400', 'tags-unsorted')
  const { url, close } = await createReferenceRegistry({ spec: '1.1', effects }).listen()
  try {
    await assay({ target: url, seed: '5eb92101d178344b', depth: 'quick', reporters })
  } finally {
    await close()
  }
  return url
}
