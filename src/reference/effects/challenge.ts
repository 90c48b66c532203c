import { headerOf, withHeader } from '../reply.ts'
import { together } from './alter.ts'
import { onReply, type Effects } from './effects.ts'

/** Challenges as some registries write them, changed by hand. */
export const challenging = (auth: 'basic' | 'bearer', change: (challenge: string) => string): Effects =>
  together(
    { options: { auth } },
    onReply({ refusal: 'unauthorized' }, (reply) => {
      const challenge = headerOf(reply, 'www-authenticate')
      return challenge === undefined ? reply : withHeader(reply, 'WWW-Authenticate', change(challenge))
    }),
  )
