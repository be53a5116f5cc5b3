/** A node of a page as portal clients draw it: blocks, and the text in them. Marks inside a line stay text. */
export interface MarkdownNode {
  type: 'heading' | 'blockquote' | 'paragraph' | 'code_block' | 'list' | 'list_item' | 'text' | 'break'
  level?: number
  lang?: string
  isOrdered?: boolean
  text?: string
  children?: MarkdownNode[]
}

/** The blocks of a Markdown page: headings, fenced code, lists, quotes, rules and paragraphs. */
export function markdownNodes(content: string): MarkdownNode[] {
  const body = content.replace(/^---\r?\n[\s\S]*?\r?\n---\s*(?:\r?\n|$)/, '')
  const blocks =
    body.match(/^(`{3,}|~{3,})[^\n]*\n[\s\S]*?(?:^\1\s*$|$(?![\s\S]))|(?:^(?!`{3,}|~{3,}).*\S.*\n?)+/gm) ?? []
  return blocks.flatMap(nodesOf)
}

function nodesOf(block: string): MarkdownNode[] {
  const [, fence, lang, code = ''] = /^(`{3,}|~{3,})([^\n]*)\n([\s\S]*?)(?:\n?\1\s*)?$/.exec(block) ?? []
  if (fence !== undefined) return [{ type: 'code_block', lang: lang?.trim() ?? '', children: [text(code)] }]
  const [first = '', ...rest] = block.trimEnd().split('\n')
  const [, marks, title] = /^(#{1,6})\s+(.*?)\s*#*$/.exec(first) ?? []
  if (marks !== undefined) {
    const heading: MarkdownNode = { type: 'heading', level: marks.length, children: [text(title ?? '')] }
    return [heading, ...(rest.length > 0 ? nodesOf(rest.join('\n')) : [])]
  }
  const lines = [first, ...rest]
  if (/^ {0,3}(-{3,}|\*{3,}|_{3,})\s*$/.test(first) && rest.length === 0) return [{ type: 'break' }]
  if (lines.every((line) => line.startsWith('>'))) {
    return [{ type: 'blockquote', children: nodesOf(lines.map((line) => line.replace(/^> ?/, '')).join('\n')) }]
  }
  if (lines.every((line) => item.test(line))) {
    const children = lines.map((line) => ({ type: 'list_item' as const, children: [text(line.replace(item, ''))] }))
    return [{ type: 'list', isOrdered: /^\s*\d/.test(first), children }]
  }
  return [{ type: 'paragraph', children: [text(lines.join('\n'))] }]
}

const item = /^\s*(?:[-*+]|\d+[.)])\s+/
const text = (words: string): MarkdownNode => ({ type: 'text', text: words })
