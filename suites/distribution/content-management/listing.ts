import { all, violated, holds, type Judgement } from '../../../src/engine/judgement.ts'
import { seenIn, type Exchange } from '../../../src/registry/record/exchange.ts'
import type { RegistryContext } from '../target/context.ts'
import { eventually } from '../requests/eventually.ts'
import { nextLink } from '../../../src/registry/lists/link.ts'
import { answerOf, formatRequest, summarizeResponse } from '../judges/response.ts'
import { tagsOf } from '../judges/tags.ts'
import { tagsPath } from '../requests/paths.ts'
import type { RequirementId } from '../requirements.ts'
import { tagsAre } from '../../../src/registry/reproduce/condition.ts'

/** A list may be long, or lead in circles. */
const mostPages = 100

/** The tags of a page; none where the repository is gone with its last tag. */
function tagsOn(t: RegistryContext, page: Exchange): readonly string[] {
  const { status } = answerOf(page)
  if (status === 404) return []
  if (status !== 200)
    t.blocked('discovery.tags.listed', `${formatRequest(page)} returned ${summarizeResponse(page)}`)
  return tagsOf(page) ?? t.blocked('discovery.tags.body', `${formatRequest(page)} returned no list of tags`)
}

/** The first page of the tag list that has one of these, or the last page. */
async function findTags(t: RegistryContext, wanted: readonly string[]): Promise<Exchange> {
  let page = await t.send({ method: 'GET', path: tagsPath(t.repository) })
  for (let pages = 1; pages < mostPages; pages += 1) {
    const tags = tagsOn(t, page)
    const next = nextLink(page)
    if (next === undefined || wanted.some((tag) => tags.includes(tag))) break
    const path = URL.canParse(next.target, page.request.url)
      ? new URL(next.target, page.request.url).href
      : next.target
    page = await t.send({ method: 'GET', path })
  }
  return page
}

/** Judges that none of these tags is listed any more, after some seconds at the latest. */
export async function judgeUnlisted(
  t: RegistryContext,
  requirement: RequirementId,
  tags: readonly string[],
  what: string,
): Promise<void> {
  const unlisted = (page: Exchange): Judgement =>
    all(
      ...tags.map((tag) =>
        tagsOn(t, page).includes(tag)
          ? violated(
              `listed ${what}`,
              `no ${tag} in the list of tags`,
              `${tag} in the list of tags`,
              tagsAre({ excludes: [tag], pages: true }),
            )
          : holds(),
      ),
    )
  const { exchange, judgement } = await eventually(t, () => findTags(t, tags), unlisted)
  t.check(requirement, judgement, seenIn(exchange))
}
