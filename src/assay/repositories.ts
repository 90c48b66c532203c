/** Repositories of a run that names none. */
export const defaults = { repository: 'oci-assay/one', secondRepository: 'oci-assay/two' }
