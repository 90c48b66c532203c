import type { FoundIn } from '../../engine/judgement.ts'
import type { Finding } from '../../engine/verdict.ts'

/** `app:1.0, app:1.1 and 212 more`. */
export const namesIn = ({ first, count }: FoundIn): string =>
  `${first.join(', ')}${count > first.length ? ` and ${count - first.length} more` : ''}`

/** What happened, and in which images where there are many: `has a wrong DiffID: 214 images`. */
export const findingTitle = ({ title, images }: Pick<Finding, 'title' | 'images'>): string => {
  if (images === undefined) return title
  return images.count === 1 ? `${title}, in ${namesIn(images)}` : `${title}: ${images.count} images`
}

/** What happened; where a requirement has no finding, what is required. */
export const titleOf = ({
  findings: [first],
  title,
}: {
  findings: readonly Finding[]
  title: string
}): string => (first ? findingTitle(first) : title)

/** The finding of a requirement that an image has, as far as the images of findings are named; else the first one. */
export const findingIn = (findings: readonly Finding[], image: string): Finding | undefined =>
  findings.find(({ images }) => images?.first.includes(image)) ?? findings[0]
