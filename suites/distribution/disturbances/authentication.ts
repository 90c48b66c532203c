import { onReply } from '../../../src/reference/effects/effects.ts'
import { together } from '../../../src/reference/effects/alter.ts'
import { challenging } from '../../../src/reference/effects/challenge.ts'
import { addHeader, headerOf } from '../../../src/reference/reply.ts'
import type { Disturbance } from './disturbance.ts'

/** Challenges and tokens as some registries and token servers have them. */
export const authenticated: readonly Disturbance[] = [
  {
    id: 'challenge-without-scope',
    title: 'sends challenges without a scope, like Artifactory and artifact-keeper',
    touches: [],
    effects: () => challenging('bearer', (challenge) => challenge.replace(/,scope="[^"]*"/, '')),
  },
  {
    id: 'challenge-with-realm-alone',
    title: 'sends challenges with only a realm, like Google Artifact Registry',
    touches: [],
    effects: () => challenging('bearer', (challenge) => challenge.replace(/,.*/, '')),
  },
  {
    id: 'challenge-in-capitals',
    title: 'writes the scheme BASIC in capitals, like Nexus 3',
    touches: [],
    effects: () => challenging('basic', (challenge) => challenge.replace(/^Basic/, 'BASIC')),
  },
  {
    id: 'scope-insufficient-403',
    title: 'returns 403 with insufficient_scope instead of 401, like IBM Cloud',
    touches: [],
    effects: () =>
      together(
        { options: { auth: 'bearer' } },
        onReply({ refusal: 'unauthorized' }, (answer) =>
          headerOf(answer, 'www-authenticate')?.includes('insufficient_scope') === true
            ? { ...answer, status: 403 }
            : answer,
        ),
      ),
  },
  {
    id: 'challenge-for-everything',
    title: 'sends the same scope in all challenges, like Amazon ECR Public',
    touches: [],
    effects: () => challenging('bearer', (challenge) => challenge.replace(/scope="[^"]*"/, 'scope="aws"')),
  },
  {
    id: 'challenge-basic-for-scope',
    title: 'sends a Basic challenge when a token lacks a scope, like Harbor',
    touches: [],
    effects: () =>
      challenging('bearer', (challenge) =>
        challenge.includes('insufficient_scope') ? 'Basic realm="harbor"' : challenge,
      ),
  },
  {
    id: 'challenges-in-two-fields',
    title: 'sends a Bearer and a Basic challenge in two header fields, like Gitea',
    touches: [],
    effects: () =>
      together(
        { options: { auth: 'bearer' } },
        onReply({ refusal: 'unauthorized' }, (answer) =>
          headerOf(answer, 'www-authenticate')?.startsWith('Bearer') === true
            ? addHeader(answer, 'WWW-Authenticate', 'Basic realm="registry"')
            : answer,
        ),
      ),
  },
  {
    id: 'tokens-expire',
    title: 'lets all tokens expire after every two hundred responses',
    touches: [],
    effects() {
      let answers = 0
      let jumped = 0
      const lifetime = 60
      return {
        options: {
          auth: 'bearer',
          tokenLifetime: lifetime,
          sessionLifetime: 1_000_000,
          now: () => Date.now() + jumped * (lifetime + 1) * 1000,
        },
        onReply(answer) {
          if (answer.status !== 401) answers += 1
          jumped = Math.floor(answers / 200)
          return answer
        },
      }
    },
  },
]
