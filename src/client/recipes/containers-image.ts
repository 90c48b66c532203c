/** Mirrors, in the format that the library of these clients reads. */
export const mirrorsFile = {
  'mirrors.conf': `[[registry]]
location = "{registry2}"
insecure = true
[[registry.mirror]]
location = "{registry}"
insecure = true
`,
}
