import type { ClientFault } from '../fault.ts'

export const faults: readonly ClientFault[] = [
  {
    id: 'client-first-page',
    violates: 'client.discovery.all-tags',
    title: 'lists the first page of tags',
    deviates: ['followsTagLinks'],
  },
  {
    id: 'client-link-rebuilt',
    violates: 'client.discovery.link-unchanged',
    title: 'keeps only n and last of a Link',
    deviates: ['keepsTagLinks'],
  },
  {
    id: 'client-stops-at-empty',
    violates: 'client.discovery.empty-page',
    title: 'stops at an empty page of tags',
    seenIn: 'oras-py',
    deviates: ['continuesAfterEmptyPage'],
  },
  {
    id: 'client-numeric-last',
    violates: 'client.discovery.last',
    title: 'passes the number of tags as last',
    deviates: ['passesTagAsLast'],
  },
  {
    id: 'client-no-tag-fallback',
    violates: 'client.discovery.referrers-fallback',
    title: 'does not look at the referrers tag',
    deviates: ['fallsBackToTag'],
  },
  {
    id: 'client-no-referrers-error',
    violates: 'client.discovery.referrers-none',
    title: 'fails where an image has the referrers tag',
    deviates: ['toleratesNoReferrers'],
  },
  {
    id: 'client-first-referrers',
    violates: 'client.discovery.all-referrers',
    title: 'lists the first page of referrers',
    deviates: ['followsReferrerLinks'],
  },
]
