import { assay, conclusionOf, Failure, headlineOf, htmlReport, junitXml, resultsJson } from 'oci-assay'

/** Tests the registry that the first argument names, and prints what failed. */
async function main(target: string): Promise<number> {
  const { result } = await assay({
    target,
    spec: '1.1',
    repository: 'ci/one',
    secondRepository: 'ci/two',
    skip: ['push.sha512.*'],
    reporters: [resultsJson('out/results.json'), junitXml('out/junit.xml'), htmlReport('out/report.html')],
  })
  console.log(headlineOf(result))
  for (const { id, verdict, findings } of result.requirements) {
    if (verdict === 'fail') console.log(`${id}: ${findings.map(({ title }) => title).join('; ')}`)
  }
  return conclusionOf(result).exitCode
}

try {
  process.exitCode = await main(process.argv[2] ?? 'http://localhost:5000')
} catch (error) {
  if (!(error instanceof Failure)) throw error
  console.error(error.message) // the registry could not be reached, an option is wrong, …
  process.exitCode = error.exitCode
}
