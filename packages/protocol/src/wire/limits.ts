/**
 * Bounds on what one message may make the decoder allocate, beside the rule that no count may exceed what the bytes
 * that remain could hold. Kafka 4.4 has the same two per array and per struct.
 */
export const ARRAY_ELEMENTS_MAX = 1_000_000

/** Tagged fields in one struct or header (KIP-482). */
export const TAGGED_FIELDS_MAX = 10_000

/** Elements of all arrays of one message together: nested arrays cannot multiply the bound above. */
export const MESSAGE_ELEMENTS_MAX = 1_000_000
