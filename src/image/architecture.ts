/** Names of architectures as images have them, by those of Node. */
const architectures: Readonly<Record<string, string>> = { x64: 'amd64', ia32: '386', arm: 'arm' }

/** The architecture of this machine, as images name it. */
export const architectureHere = architectures[process.arch] ?? process.arch
