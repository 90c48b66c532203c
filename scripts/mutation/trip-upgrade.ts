import type { SpecVersion } from '../../src/engine/requirement.ts'
import { createReferenceRegistry, type MakeEffects } from '../../src/reference/index.ts'
import { createStore } from '../../src/reference/store.ts'

/** Bytes. */
const capacity = 64 * 1024 ** 2

/** A registry without the referrers API, and what replaces it by one with the API and these effects, at the same address. */
export async function switchableRegistry(spec: SpecVersion, effects: readonly MakeEffects[]) {
  const store = createStore(capacity)
  let current = await createReferenceRegistry({ spec, referrers: false }, store).listen()
  const { url } = current
  return {
    target: url,
    async upgrade(): Promise<void> {
      await current.close()
      const registry = createReferenceRegistry({ spec, referrers: true, effects: [...effects] }, store)
      current = await registry.listen({ port: Number(new URL(url).port) })
    },
    close: () => current.close(),
  }
}
