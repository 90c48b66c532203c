/**
 * More annotations than most manifests have, with keys that some registries change: the image specification recommends reverse domain
 * names, and has no rule that excludes others (annotations.md, Rules).
 */
export const unusualAnnotations: Readonly<Record<string, string>> = {
  'VND.oci-Assay.Case': 'Kept',
  'no domain': 'x',
  key: 'x',
  ...Object.fromEntries(Array.from({ length: 12 }, (_, at) => [`vnd.oci-assay.number-${at}`, String(at)])),
}
