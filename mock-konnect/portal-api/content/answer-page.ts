import type { FastifyReply, FastifyRequest } from 'fastify'
import { markdownNodes } from '../../content/markdown-nodes.ts'
import type { Document } from '../../model/document.ts'

const nodesType = 'application/vnd.konnect.document-nodes+json'

/** A page in the form that `Accept` asks for: JSON with its Markdown, the Markdown alone, or JSON with its blocks. */
export function answerPage({ headers }: FastifyRequest, reply: FastifyReply, row: Document): FastifyReply {
  const { id, parent_document_id, slug, title, content } = row
  const page = { id, parent_document_id, slug, title }
  const accepted = headers.accept ?? ''
  // The types of these answers are others than the schema's.
  reply.serializer(String)
  if (accepted.includes('text/markdown')) return reply.type('text/markdown').send(content)
  if (!accepted.includes(nodesType)) return reply.type('application/json').send(JSON.stringify({ ...page, content }))
  const nodes = { type: 'document', version: '1', children: markdownNodes(content) }
  return reply.type(nodesType).send(JSON.stringify({ ...page, content: nodes }))
}
