import { exitCodes, Failure } from '../results/conclusion/failure.ts'
import { printable } from '../results/text/printable.ts'
import type { ContainerOptions } from './options.ts'
import { engineWords, type Runtime, type Testcontainers } from './testcontainers.ts'

export interface ImageFacts {
  /** TCP ports that it exposes. */
  ports: readonly number[]
}

/** An image of the engine, pulled where it is not there. Throws Failure where it cannot be had. */
export async function imageOf(
  { ImageName }: Pick<Testcontainers, 'ImageName'>,
  runtime: Runtime,
  name: string,
  print: (line: string) => void,
): Promise<ImageFacts> {
  const known = await factsOf(runtime, name)
  if (known) return known
  print(`pulling ${name}`)
  let words = 'the engine gave no reason'
  try {
    await runtime.image.pull(ImageName.fromString(name))
  } catch (error) {
    words = engineWords(error)
  }
  const pulled = await factsOf(runtime, name)
  if (pulled) return pulled
  const advice = `check its name, log in with docker login where it needs that, or try: docker pull ${name}`
  throw new Failure(`the image ${name} cannot be had: ${printable(words)}`, exitCodes.incomplete, advice)
}

async function factsOf({ container }: Runtime, name: string): Promise<ImageFacts | undefined> {
  try {
    const { Config } = await container.dockerode.getImage(name).inspect()
    const exposed = Object.keys(Config.ExposedPorts ?? {})
    return {
      ports: exposed.filter((each) => !/\/(?:udp|sctp)$/.test(each)).map((each) => Number.parseInt(each, 10)),
    }
  } catch (error) {
    if ((error as { statusCode?: number }).statusCode === 404) return undefined
    const advice = 'write it as docker does: registry.example/name:tag'
    throw new Failure(`the engine rejects ${name}: ${printable(engineWords(error))}`, exitCodes.usage, advice)
  }
}

/** The usual port of registries. */
const usual = 5000

/** The port that was named, or else the only one, or the usual one among several. Throws Failure. */
export function portOf({ image, port }: ContainerOptions, { ports }: ImageFacts): number {
  if (port !== undefined) return port
  const [first, ...others] = ports
  if (first !== undefined && (others.length === 0 || !ports.includes(usual))) {
    if (others.length === 0) return first
    const advice = `choose one with --port: ${ports.join(', ')}`
    throw new Failure(`the image ${image} exposes several ports`, exitCodes.usage, advice)
  }
  if (first !== undefined) return usual
  throw new Failure(`the image ${image} exposes no port`, exitCodes.usage, 'specify its port with --port')
}
