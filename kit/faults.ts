import Type, { type Static } from 'typebox'

/** What Node lets through as a header; anything else would fail when the fault hits, far from who armed it (RFC 9110 §5). */
const headerName = "^[!#$%&'*+.^_`|~0-9A-Za-z-]+$"
const headerValue = '^[\\t\\x20-\\x7e\\x80-\\xff]*$'

const Headers = Type.Record(Type.String({ pattern: headerName }), Type.String({ pattern: headerValue }), {
  additionalProperties: false,
})

/** A fault as it is armed, in process or over `POST /_mock/faults`: which calls it takes, and what it does to them. */
export const Fault = Type.Object(
  {
    route: Type.String({ minLength: 1, description: 'METHOD /path/:pattern as the server declares it' }),
    kind: Type.Enum(['answer', 'slow', 'hang-up']),
    times: Type.Optional(Type.Integer({ minimum: 1, description: 'how many calls it takes; default 1' })),
    skip: Type.Optional(Type.Integer({ minimum: 0, description: 'how many calls it lets pass first; default 0' })),
    status: Type.Optional(Type.Integer({ minimum: 200, maximum: 599, description: 'answer: default 503' })),
    headers: Type.Optional(Headers),
    body: Type.Optional(Type.Unknown({ description: 'answer: text as it is, anything else as JSON' })),
    ms: Type.Optional(Type.Integer({ minimum: 0, description: 'slow: how long it waits; default 1000' })),
  },
  { additionalProperties: false },
)
export type Fault = Static<typeof Fault>

/** A fault that waits for its calls. */
export interface ArmedFault extends Fault {
  id: number
  /** How many calls it has taken. */
  hits: number
}

/** The faults of one server. */
export class FaultPlan {
  readonly #armed: (ArmedFault & { seen: number })[] = []
  #count = 0

  arm(fault: Fault): ArmedFault {
    const armed = { ...fault, id: ++this.#count, hits: 0 }
    this.#armed.push({ ...armed, seen: 0 })
    return armed
  }

  /** The fault that takes this call, if one does: the first that is not used up and does not let it pass. Counts the call. */
  take(route: string): ArmedFault | undefined {
    const fault = this.#armed.find(
      (armed) => armed.route === route && armed.hits < (armed.times ?? 1) && armed.seen++ >= (armed.skip ?? 0),
    )
    if (fault) fault.hits++
    return fault
  }

  list(): ArmedFault[] {
    return this.#armed.map(({ seen: _, ...armed }) => armed)
  }

  /** What was armed and never hit: a scenario that leaves one proves less than it says. */
  get unused(): ArmedFault[] {
    return this.list().filter((armed) => armed.hits === 0)
  }

  get empty(): boolean {
    return this.#armed.length === 0
  }

  disarm(id: number): boolean {
    const at = this.#armed.findIndex((armed) => armed.id === id)
    if (at < 0) return false
    this.#armed.splice(at, 1)
    return true
  }

  clear(): void {
    this.#armed.length = 0
  }
}
