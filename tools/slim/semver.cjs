// Fastify compares its version with what each plugin was made for: a hundredth of a start goes into ranges of versions. The plugins of the
// bundle are those of the lock file, and every test that runs from the sources has had them compared.
module.exports = { satisfies: () => true, gt: () => false, coerce: (version) => version }
