import type { CensusResult } from './census.ts'

/** Texts are shown in one line, without control characters, and not much longer than a terminal is wide. */
const oneLine = (text: string): string => {
  // oxlint-disable-next-line no-control-regex -- they are what is removed
  const clean = text.replace(/[\u0000-\u001f\u007f-\u009f]+/g, ' ').trim()
  return clean.length > 110 ? `${clean.slice(0, 109)}…` : clean
}

/** There was something to compare, nothing of it is left over, and nothing points astray. */
export const isComplete = ({ keywords, open, astray }: CensusResult): boolean =>
  keywords > 0 && open.length === 0 && astray.length === 0

/** What a census found, for people: what is open or astray line by line, else one line with the counts. */
export function report(title: string, result: CensusResult): string {
  const { open, astray, unread, keywords, claimed, requirements, explained } = result
  const out: string[] = []
  for (const { file, line, ordinal, word, text } of open)
    out.push(`${file}:${line}:${ordinal}  ${word} is neither claimed nor explained`, `    ${oneLine(text)}`)
  for (const { owner, place, problem } of astray) out.push(`${owner}  ${place} ${problem}`)
  for (const file of unread) out.push(`not checked: places in ${file}, which was not passed`)
  if (keywords === 0) out.push('no keyword was found: name the text of the specification')
  const counts = `${keywords} keywords: ${claimed} claimed by ${requirements} requirements, ${explained} explained by notes`
  out.push(
    isComplete(result)
      ? `${title}: ${counts}`
      : `${title}: ${counts}, ${open.length} left over; ${astray.length} places astray`,
  )
  return out.join('\n')
}
