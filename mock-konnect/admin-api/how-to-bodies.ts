import type { FastifyRequest } from 'fastify'
import { warn } from '../../kit/recorder.ts'
import type { KonnectContext } from '../context.ts'
import { isRecord, type Published } from '../problems/how-to-forms.ts'

/** A `preValidation` hook: with compat docs a body that a how-to prints is taken in its published form, with a warning. */
export const takeHowToForm =
  ({ behaviour }: KonnectContext, publish: (sent: Record<string, unknown>) => Published) =>
  async (request: FastifyRequest): Promise<void> => {
    if (behaviour.current.compat !== 'docs' || !isRecord(request.body)) return
    const { body, warnings } = publish(request.body)
    request.body = body
    for (const warning of warnings) warn(request, warning)
  }
