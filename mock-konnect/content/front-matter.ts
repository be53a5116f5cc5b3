import { parse } from 'yaml'

/** What a page may say of itself in the YAML block at its head. */
export interface FrontMatter {
  title?: string
  slug?: string
  status?: 'published' | 'unpublished'
}

/** The front matter of a Markdown page; empty when there is none, or when it is no map. */
export function frontMatterOf(content: string): FrontMatter {
  const [, head] = /^---\r?\n([\s\S]*?)\r?\n---\s*(?:\r?\n|$)/.exec(content) ?? []
  if (head === undefined) return {}
  try {
    const { title, slug, status } = (parse(head, { maxAliasCount: 100, logLevel: 'error' }) ?? {}) as Record<
      string,
      unknown
    >
    return {
      ...(typeof title === 'string' && { title }),
      ...(typeof slug === 'string' && /^[\w-]+$/.test(slug) && { slug }),
      ...((status === 'published' || status === 'unpublished') && { status }),
    }
  } catch {
    return {}
  }
}
