import type { Endpoint } from '../context.ts'
import { jsonReply } from '../reply.ts'

/** Shows that the specification is implemented (section Determining Support). */
export const determineSupport: Endpoint<'base'> = () =>
  jsonReply(200, {}, { 'Docker-Distribution-API-Version': 'registry/2.0' })
