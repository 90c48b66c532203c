import { conclusionOf, Failure, headlineOf, roundtrip } from 'oci-assay'

/** Pushes an image to a registry with this program and with real clients, pulls it back, and prints what changed. */
async function main([image = './layout', to = 'localhost:5000/app', ...clients]: string[]): Promise<number> {
  const { result } = await roundtrip({ image, to, plainHttp: true, with: clients })
  console.log(headlineOf(result))
  for (const { id, verdict, findings } of result.requirements) {
    if (verdict === 'fail') console.log(`${id}: ${findings.map(({ title }) => title).join('; ')}`)
  }
  return conclusionOf(result).exitCode
}

try {
  process.exitCode = await main(process.argv.slice(2))
} catch (error) {
  if (!(error instanceof Failure)) throw error
  console.error(error.message) // the registry could not be reached, a client is not on the PATH, …
  process.exitCode = error.exitCode
}
