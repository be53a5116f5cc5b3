import { type Caller, expectStatus } from './caller.ts'

/** Something Konnect made: its id, and whatever else its answer had. */
export interface Made {
  id: string
  [member: string]: unknown
}

/** Calls Konnect's admin API with a token, as an operator or Terraform does. */
export interface KonnectDriver {
  /** One call with the operator's token; paths begin with `/v2` or `/v3`. */
  call: Caller
  /** POSTs and gives what was made. @throws StepRefused for anything but 201 */
  create(path: string, json: object): Promise<Made>
  /** GETs one object. @throws StepRefused for anything but 200 */
  read<T = Made>(path: string): Promise<T>
  /** PATCHes and gives what it became. @throws StepRefused for anything but 200 */
  change(path: string, json: object): Promise<Made>
  /** PUTs; 200 or 201. @throws StepRefused otherwise */
  put(path: string, json: object): Promise<Made>
  /** @throws StepRefused for anything but 204 */
  remove(path: string): Promise<void>
  /** All items of a list, page by page. @throws StepRefused */
  list(path: string): Promise<Made[]>
}

export function konnectDriver({ call }: { call: Caller }): KonnectDriver {
  return {
    call,
    create: async (path, json) => expectStatus(await call('POST', path, { json }), 201).body as Made,
    read: async <T>(path: string) => expectStatus(await call('GET', path), 200).body as T,
    change: async (path, json) => expectStatus(await call('PATCH', path, { json }), 200).body as Made,
    async put(path, json) {
      const reply = await call('PUT', path, { json })
      return expectStatus(reply, reply.status === 201 ? 201 : 200).body as Made
    },
    async remove(path) {
      expectStatus(await call('DELETE', path), 204)
    },
    async list(path) {
      const items: Made[] = []
      for (let page = 1; ; page++) {
        const reply = expectStatus(await call('GET', `${path}?page[size]=100&page[number]=${page}`), 200)
        const { data, meta } = reply.body as { data: Made[]; meta: { page: { total: number } } }
        items.push(...data)
        if (data.length === 0 || items.length >= meta.page.total) return items
      }
    },
  }
}
