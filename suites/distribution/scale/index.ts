import { tests as atOnce } from './at-once.ts'
import { tests as blobs } from './blobs.ts'
import { tests as manifests } from './manifests.ts'
import { tests as referrers } from './referrers.ts'
import { tests as tags } from './tags.ts'

/**
 * Content of real size, at depth thorough: it evaluates requirements of the chapters, whose other tests evaluate them with what
 * is small.
 */
export const ofPush = [...blobs, ...atOnce, ...manifests]
export const ofDiscovery = [...tags, ...referrers]
