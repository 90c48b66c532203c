/** Why a property has the JSON type that its definition names. */
export const declaredType =
  'The definition of the property names its JSON type, and the JSON schema of the specification requires it.'

/** Why a set is written as a map to empty objects. */
export const declaredSet =
  'The property is defined as an object that maps its keys to empty objects, and the JSON schema of the specification requires it.'

/** Why a date has the format of RFC 3339. */
export const declaredDate =
  'The value is defined as a date and time of RFC 3339, and the JSON schema of the specification requires that format.'

/** Why a document is a JSON object. */
export const definedByProperties =
  'The document is defined by its properties, some of which are required, and only a JSON object has properties.'
