import { setImmediate as nextTurn } from 'node:timers/promises'
import { emptyContent } from '../../../src/content/content.ts'
import { digestOf } from '../../../src/content/digest.ts'
import { seenIn, type Exchange } from '../../../src/registry/record/exchange.ts'
import { isSafe } from '../../../src/registry/record/operation.ts'
import { hasFailed } from '../../../src/registry/transport/failure/failure.ts'
import { defineTest, type Test } from '../define.ts'
import type { Contradiction } from '../model/contradiction.ts'
import { createHistory } from '../model/history.ts'
import { judgeHistory } from '../model/judge.ts'
import { observe } from '../model/observe.ts'
import type { Observed } from '../model/observed.ts'
import type { RegistryContext } from '../target/context.ts'
import { requestAgain } from './again.ts'
import { featuresFor } from './judge.ts'
import { judgedRequirements } from './judged.ts'
import { gravityOf, isAsGraveAs, isExplainedBy, isKnown, unexplainedFirst, type Gravity } from './known.ts'
import { ownNames } from './repeat.ts'
import { isExplainedBySequences } from './reported.ts'
import { settling } from './settled.ts'

/** How often the same is looked at again that is right by then: a registry that is wrong for moments is so in hundreds of responses. */
const mostPassed = 8

/** Content that other runs push and remove as well. */
const common = new Set([
  emptyContent.digest,
  digestOf(new Uint8Array()),
  digestOf(emptyContent.bytes, 'sha512'),
  digestOf(new Uint8Array(), 'sha512'),
])

/** Whether a sequence sent it, whose responses are judged by what that sequence did. */
const isOfSequence = ({ test }: Exchange): boolean => test?.startsWith('sequences.') === true

/**
 * What contradicts all that the run has sent before: responses to scripted tests, and lists of tags, which show what all tests have
 * done. Of what the registry held at first, only the names of sequences are known.
 */
async function contradictionsIn(
  t: RegistryContext,
  exchanges: readonly Exchange[],
  concerns: (observed: Observed) => boolean = isJudgedHere,
): Promise<Contradiction[]> {
  const all = new Map(exchanges.map((each) => [each.id, each]))
  const onTheWay = new Set(exchanges.flatMap(({ via }) => via))
  const ended = exchanges.filter(({ id, test }) => test !== undefined && !onTheWay.has(id))
  const own = ownNames(t)
  const history = createHistory(observe(ended, all), {
    spec: t.spec,
    features: featuresFor(t),
    isOwn: (name) => own.has(name),
    isShared: (name) => common.has(name),
  })
  // What others may explain counts where it is so each time, which nothing here finds out.
  const judged = history.observed.filter(concerns)
  const found: Contradiction[] = []
  for (let at = 0; at < judged.length; at += mostAtOnce) {
    const part = new Set(judged.slice(at, at + mostAtOnce))
    found.push(...judgeHistory(history, (each) => part.has(each)))
    // Of tens of thousands it takes seconds, in which nothing else would happen.
    await nextTurn()
  }
  return found.filter(({ mayBeOfOthers }) => mayBeOfOthers !== true)
}

const mostAtOnce = 100

/** Lists show what all tests have done. */
const isJudgedHere = ({ operation, exchange }: Observed): boolean =>
  operation.on === 'tags' || !isOfSequence(exchange)

/** A push that was refused while others were in flight, and accepted when it was repeated: another test notes it. */
function isAcceptedLater({ observed }: Contradiction, exchanges: readonly Exchange[]): boolean {
  const { method, url, body } = observed.request
  if (method === 'GET' || method === 'HEAD') return false
  return exchanges.some(
    ({ request, response, startedAt }) =>
      startedAt >= observed.end &&
      request.method === method &&
      (request.url === url || request.body?.sha256 === body?.sha256) &&
      response !== undefined &&
      response.status < 300,
  )
}

/** A failure to change something, which the test that met it has repeated: it counts there. */
const isOfMoment = ({ observed: { exchange } }: Contradiction): boolean =>
  hasFailed(exchange) && !isSafe(exchange.request.method)

/**
 * Whether it is more than late, or than a failure of a moment: it had time, or says the same by now, when what was read is sent once
 * more.
 */
async function isSettled(t: RegistryContext, { observed, because, since }: Contradiction): Promise<boolean> {
  const { method } = observed.request
  if (method !== 'GET' && method !== 'HEAD') return true
  const last = since?.end ?? Math.max(...because.map(({ end }) => end))
  const hadTime = because.length > 0 && observed.start - last >= settling * t.patience
  if (hadTime && !hasFailed(observed.exchange)) return true
  const again = await t.send(requestAgain(observed.exchange))
  const found = await contradictionsIn(t, t.exchanges(), ({ exchange }) => exchange.id === again.id)
  return found.length > 0
}

/** Whether something at least as grave explains it that this test has reported. */
const isExplained = (
  { spec }: Pick<RegistryContext, 'spec'>,
  contradiction: Contradiction,
  found: readonly Contradiction[],
): boolean =>
  found.some((other) => isExplainedBy(contradiction, other) && isAsGraveAs(spec, other, contradiction))

/** How grave what a test found has to be to explain it: scripted ones warn by rulings, sequences of what they saw for a while. */
const explainedFrom = ({ spec }: Pick<RegistryContext, 'spec'>, contradiction: Contradiction): Gravity =>
  isOfSequence(contradiction.observed.exchange) ? gravityOf(spec, contradiction) : 'warn'

/** All that the scripted tests sent, and lists, judged by all that was sent before: also where no test looks at it. */
export const tests: readonly Test[] = [
  defineTest({
    id: 'sequences.traffic',
    title: 'evaluates each response of the run by the requests before it',
    evaluates: [],
    mayEvaluate: judgedRequirements,
    mayNeed: ['push', 'referrers', 'delete-tag', 'delete-manifest', 'delete-blob', 'sha512-manifest'],
    depth: 'standard',
    phase: 'last',
    async run(t) {
      const exchanges = t.exchanges()
      const titles = new Set<string>()
      const passed = new Map<string, number>()
      const found: Contradiction[] = []
      for (const each of unexplainedFirst(await contradictionsIn(t, exchanges), (made) => made)) {
        const what = `${gravityOf(t.spec, each)} ${each.requirement}: ${each.judgement.title}`
        if (
          isKnown(t, each) ||
          isExplainedBySequences(t, each) ||
          isExplained(t, each, found) ||
          t.isExplained(each.observed.exchange, explainedFrom(t, each)) ||
          titles.has(what)
        )
          continue
        if (isAcceptedLater(each, exchanges) || isOfMoment(each)) continue
        // Where nothing can be pushed, that is one finding.
        if (
          !t.has('push') &&
          each.observed.request.method !== 'GET' &&
          each.observed.request.method !== 'HEAD'
        )
          continue
        if (each.maySettle || hasFailed(each.observed.exchange)) {
          const times = passed.get(what) ?? 0
          if (times === mostPassed) continue
          if (!(await isSettled(t, each))) {
            passed.set(what, times + 1)
            continue
          }
        }
        titles.add(what)
        found.push(each)
        const { requirement, judgement, because, observed } = each
        const evidence = [...because, observed].map(({ exchange }) => ({
          ...seenIn(exchange),
          ...(exchange.test === undefined ? {} : { sequence: exchange.test }),
        }))
        t.check(requirement, judgement, ...evidence)
      }
    },
  }),
]
