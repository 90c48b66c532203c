import { NotEvaluated } from '../../../src/engine/record.ts'
import type { Suite } from '../../../src/engine/suite.ts'
import type { Exchange } from '../../../src/registry/record/exchange.ts'
import type { RegistryTestContext } from '../../distribution/target/context.ts'
import { referrersPath } from '../../distribution/requests/paths.ts'
import { specification } from '../../distribution/specification.ts'
import type { TripContent, TripManifest } from '../content.ts'
import { entriesListed, referrerJudgements } from '../referrers.ts'
import { requirements, type UpgradeRequirement } from './requirements.ts'

type UpgradeContext = RegistryTestContext<UpgradeRequirement>

/** A registry without the referrers API, and what switches that on. */
export interface Upgrade {
  content(): Promise<TripContent>
  /** Whether the image was pushed. */
  isPushed(): Promise<boolean>
  /** Switches the API on, once; resolves when the registry responds again. Throws NotEvaluated. */
  run(signal: AbortSignal): Promise<void>
}

/** The command has a limit of its own. */
const timeFactor = 100
/** How often referrers that are not listed yet are looked for again, each time after this many milliseconds. */
const looks = 10
const pause = 500

/** Switches the referrers API of a registry on, and looks for what was pushed before. `open` is called when it runs. */
export const upgradeSuite = (open: () => Upgrade): Suite<RegistryTestContext, UpgradeRequirement> => ({
  name: 'upgrade',
  title: 'Upgrade',
  specification,
  requirements,
  tests: [
    {
      id: 'upgrade.referrers',
      title: 'switches the referrers API on, and looks for each referrer that was pushed before',
      evaluates: requirements.map(({ id }) => id),
      // The registry is away meanwhile.
      phase: 'late',
      alone: true,
      timeFactor,
      async run(t) {
        const upgrade = open()
        if (!(await upgrade.isPushed())) throw new NotEvaluated('the image was not pushed')
        const referrers = (await upgrade.content()).manifests.filter(({ subject }) => subject !== undefined)
        if (referrers.length === 0) {
          for (const { id } of requirements) t.skip(id, 'the image has no referrers')
          return
        }
        if (t.round === 1) {
          const before = await listed(t, referrers[0]?.subject ?? '')
          if (before.response?.status !== 404)
            throw new NotEvaluated(
              `the registry has the referrers API already: it returned ${before.response?.status} before the upgrade`,
            )
        }
        await upgrade.run(t.signal)
        for (const subject of new Set(referrers.flatMap((each) => each.subject ?? []))) {
          const own = referrers.filter((each) => each.subject === subject)
          const found = await whenListed(t, subject, own)
          for (const referrer of own) {
            const { isListed, describes } = referrerJudgements(found, referrer)
            if (t.check('upgrade.referrers.listed', ...isListed) && describes)
              t.check('upgrade.referrers.descriptor', ...describes)
          }
          if (own.every(({ digest }) => !entriesListed(found).includes(digest)))
            t.blocked('upgrade.referrers.listed', `no referrer of ${subject} is listed`)
        }
      },
    },
  ],
})

const listed = (t: UpgradeContext, subject: string): Promise<Exchange> =>
  t.send({ method: 'GET', path: referrersPath(t.repository, subject), bodyLimit: 64 * 1024 ** 2 })

/** Some registries read their storage anew after they respond. */
async function whenListed(
  t: UpgradeContext,
  subject: string,
  wanted: readonly TripManifest[],
): Promise<Exchange> {
  for (let look = 1; ; look += 1) {
    const found = await listed(t, subject)
    const digests = entriesListed(found)
    if (look === looks || wanted.every(({ digest }) => digests.includes(digest))) return found
    await t.pause(pause)
  }
}
