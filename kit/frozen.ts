/** Freezes a value and everything in it. */
export function deepFreeze<T>(value: T): T {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value
  // A list of the members would cost more than the rest, and so would a call for each text.
  for (const name in value) if (typeof value[name] === 'object') deepFreeze(value[name])
  return Object.freeze(value)
}
