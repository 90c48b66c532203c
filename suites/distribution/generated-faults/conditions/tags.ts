import type { Value } from '../dimension.ts'
import type { Occasion } from '../occasion.ts'

/** Conditions on how a manifest is addressed, and on what its tag looks like. */

export const addressing: readonly Value[] = [
  { id: 'by-tag', title: 'by tag', kinds: ['tag'], holds: ({ kind }) => kind === 'tag' },
  { id: 'by-digest', title: 'by digest', kinds: ['manifest'], holds: ({ kind }) => kind === 'manifest' },
]

const otherTags = ({ ctx, repository, reference }: Occasion): string[] =>
  [...(ctx.store.find(repository)?.tags.keys() ?? [])].filter((tag) => tag !== reference)

const tag = (id: string, title: string, holds: (tag: string, occasion: Occasion) => boolean): Value => ({
  id,
  title,
  kinds: ['tag'],
  holds: (occasion) => occasion.kind === 'tag' && holds(occasion.reference, occasion),
})

export const tagForms: readonly Value[] = [
  tag('tag-with-capitals', 'under a tag with capital letters', (name) => /[A-Z]/.test(name)),
  tag('tag-longest', 'under a tag of 128 characters', (name) => name.length === 128),
  tag('tag-of-digits', 'under a tag of digits alone', (name) => /^\d+$/.test(name)),
  tag('tag-with-separators', 'under a tag with two or more separators in a row', (name) =>
    /[._-]{2}/.test(name),
  ),
  tag('tag-underscore-first', 'under a tag that starts with an underscore', (name) => name.startsWith('_')),
  tag('tag-extends', 'under a tag that starts with another one', (name, occasion) =>
    otherTags(occasion).some((other) => name.startsWith(other)),
  ),
  tag('tag-extended', 'under a tag with which another one starts', (name, occasion) =>
    otherTags(occasion).some((other) => other.startsWith(name)),
  ),
  tag('tag-other-case', 'under a tag that differs from another one in case alone', (name, occasion) =>
    otherTags(occasion).some((other) => other.toLowerCase() === name.toLowerCase()),
  ),
]

/** Which of the repositories it is. */
export const repositories: readonly Value[] = [
  {
    id: 'in-second-repository',
    title: 'in another repository than the first',
    holds: ({ known, repository }) => known.repositories.indexOf(repository) > 0,
  },
]

export const tagParameters: readonly Value[] = [
  {
    id: 'with-tag-parameter',
    title: 'with a tag as parameter',
    kinds: ['manifest'],
    operations: ['manifest-put'],
    holds: ({ ctx }) => ctx.query.has('tag'),
  },
]
