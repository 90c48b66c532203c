import { openFolds } from '../../page/client/elements.ts'
import type { ExchangeList } from './exchanges.ts'
import type { RequirementFilter } from './filter.ts'

/** Shows what the address leads to, which may be folded, filtered out or packed. */
export async function reveal(filter: RequirementFilter, exchanges: ExchangeList | undefined): Promise<void> {
  const [name = '', choices = ''] = location.hash.slice(1).split('?')
  if (name === 'requirements') filter.choose(choices)
  const target = await targetOf(decoded(name), exchanges)
  if (!target) return
  openFolds(target)
  if (filter.hides(target)) filter.choose('')
  const row = target.closest<HTMLElement>('#exchange-list > li')
  if (row) row.hidden = false
  target.scrollIntoView()
}

function decoded(name: string): string {
  try {
    return decodeURIComponent(name)
  } catch {
    return name
  }
}

async function targetOf(
  id: string,
  exchanges: ExchangeList | undefined,
): Promise<HTMLElement | null | undefined> {
  const number = /^exchange-(?<number>\d+)$/.exec(id)?.groups?.['number']
  return document.getElementById(id) ?? (number === undefined ? undefined : exchanges?.fold(number))
}
