import { headerOf, withHeader } from '../reply.ts'
import { together } from './alter.ts'
import { onReply, type Effects } from './effects.ts'

/** Challenges as some registries write them, changed by hand. */
export const challenging = (auth: 'basic' | 'bearer', change: (challenge: string) => string): Effects =>
  together(
    { options: { auth } },
    onReply({ refusal: 'unauthorized' }, (answer) => {
      const challenge = headerOf(answer, 'www-authenticate')
      return challenge === undefined ? answer : withHeader(answer, 'WWW-Authenticate', change(challenge))
    }),
  )
