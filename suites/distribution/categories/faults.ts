import { ending, instead } from '../../../src/reference/effects/alter.ts'
import type { Fault } from '../fault.ts'

/** Whole categories that are missing. */
export const faults: readonly Fault[] = [
  {
    id: 'pull-incomplete',
    violates: 'categories.pull',
    title: 'has no HEAD of blobs',
    verdict: 'blocked',
    also: ['pull.blob.head.known'],
    because: 'the endpoint that is missing is reported by its own requirement',
    effects: () => instead({ endpoint: 'blob', method: 'HEAD', status: 200 }, 405),
  },
  {
    id: 'read-only',
    violates: 'categories.push',
    title: 'accepts no pushes',
    effects: () => ({ options: { readOnly: true } }),
  },
  {
    id: 'read-only-claiming-push',
    violates: 'categories.push-whole',
    title: 'claims the category Push and accepts no pushes',
    claims: ['push'],
    also: ['categories.push'],
    because: 'the category is recommended as well',
    effects: () => ({ options: { readOnly: true } }),
  },
  {
    id: 'tags-unlisted',
    violates: 'categories.content-discovery',
    title: 'has no tag list',
    effects: () => ending({ endpoint: 'tags' }, 405),
  },
  {
    id: 'tags-unlisted-claiming-discovery',
    violates: 'categories.content-discovery-whole',
    title: 'claims the category Content Discovery and has no tag list',
    claims: ['content-discovery'],
    also: ['categories.content-discovery'],
    because: 'the category is recommended as well',
    effects: () => ending({ endpoint: 'tags' }, 405),
  },
  {
    id: 'nothing-deleted',
    violates: 'categories.content-management',
    title: 'deletes nothing',
    effects: () => ({ options: { deleteTags: false, deleteManifests: false, deleteBlobs: false } }),
  },
  {
    id: 'nothing-deleted-claiming-management',
    violates: 'categories.content-management-whole',
    title: 'claims the category Content Management and deletes nothing',
    claims: ['content-management'],
    also: ['categories.content-management'],
    because: 'the category is recommended as well',
    effects: () => ({ options: { deleteTags: false, deleteManifests: false, deleteBlobs: false } }),
  },
]
