import { digestOf } from '../../../../src/content/digest.ts'
import { holds } from '../../../../src/engine/judgement.ts'
import { seenIn, type Exchange } from '../../../../src/registry/record/exchange.ts'
import type { RegistryContext } from '../../target/context.ts'
import { succeeded } from '../../judges/response.ts'
import { servesNothing } from '../../judges/stored.ts'
import type { NameAfter } from '../../requirements.ts'
import { pull } from './upload.ts'

/** Requirements of refusals that have one about what is not stored then. */
type Refusal = `push.${WithoutSuffix<NameAfter<'push.'>>}`
type WithoutSuffix<Name> = Name extends `${infer Refusal}-not-stored` ? Refusal : never

/**
 * After a push under a wrong digest, evaluates `<refusal>-not-stored`: nothing is served under the claimed
 * digest. That the bytes are kept under their true one is nobody's harm, and a note. A push that was not
 * refused is the finding of `refusal` itself, which blocks.
 */
export async function judgeNotStored(
  t: RegistryContext,
  refusal: Refusal,
  pushed: Exchange,
  { claimed, bytes }: { claimed: string; bytes: Uint8Array },
): Promise<void> {
  const requirement = `${refusal}-not-stored` as const
  if (succeeded(pushed)) t.blocked(refusal, 'the wrong digest was not rejected')
  const [underClaimed, underTrue] = await Promise.all([pull(t, claimed), pull(t, digestOf(bytes))])
  t.check(requirement, underClaimed, servesNothing('a blob under a digest that is not its own'))
  if (succeeded(underTrue))
    t.check(requirement, holds('keeps the rejected bytes under their true digest'), seenIn(underTrue))
}
