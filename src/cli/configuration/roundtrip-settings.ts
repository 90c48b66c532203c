import { copiesImages } from '../../client/known.ts'
import { recipes } from '../../client/recipes/index.ts'
import type { Setting } from './setting.ts'

/** Clients that push or pull images. */
export const travellers = recipes.filter(copiesImages).map(({ name }) => name)

/** The clients that a text names. */
export const clientsIn = (text: string): string[] => text.split(/[\s,]+/).filter((name) => name !== '')

/** Throws an Error where a client is not known. */
function clientNames(text: string): string {
  const names = clientsIn(text)
  const unknown = names.find((name) => !travellers.includes(name))
  if (unknown !== undefined || names.length === 0)
    throw new Error(
      `there is no client ${JSON.stringify(unknown ?? text)}: choose from ${travellers.join(', ')}`,
    )
  return text
}

/** What a round trip does beside pushing and pulling an image. */
export const roundtripSettings: readonly Setting[] = [
  // An argument on the command line, and an option elsewhere.
  {
    kind: 'text',
    name: 'roundtrip',
    key: 'roundtrip',
    value: 'repository',
    about: 'round trips: where the image is pushed to, host[:port]/repository[:tag]',
  },
  {
    kind: 'text',
    name: 'with',
    key: 'with',
    value: 'clients',
    read: clientNames,
    about: `round trips: real clients that push and pull the image as well, separated by commas: ${travellers.join(', ')}`,
  },
  {
    kind: 'text',
    name: 'upgrade',
    key: 'upgrade',
    value: 'command',
    about:
      'round trips: at the end, run this command in a shell, which switches the referrers API of the registry on, and look for each referrer that was pushed before',
  },
  {
    kind: 'text',
    name: 'start',
    key: 'start',
    value: 'engine',
    about:
      'round trips: have a container engine pull and start the image, without network: docker, podman or nerdctl, with options if needed, or runc (with umoci)',
  },
  {
    kind: 'integer',
    name: 'expect-exit',
    key: 'expectExit',
    value: 'status',
    least: 0,
    most: 255,
    about: 'round trips, with start: exit status of the program',
  },
  {
    kind: 'text',
    name: 'expect-output',
    key: 'expectOutput',
    value: 'text',
    about: 'round trips, with start: text that the program prints',
  },
  {
    kind: 'integer',
    name: 'start-timeout',
    key: 'startTimeout',
    value: 'seconds',
    least: 1,
    most: 86_400,
    about: 'round trips, with start: how many seconds the program may run; default 10',
  },
]
