import Type, { type Static, type TProperties } from 'typebox'

/** Members that begin with `_` are anybody's own; browsers add many (HAR 1.2, "Custom fields"). Others are let pass as well. */
const Part = <P extends TProperties>(members: P) => Type.Object(members)
const Text = Type.String()
/** -1 stands for "not known" (HAR 1.2, `bodySize`, `timings`). */
const Count = Type.Number({ minimum: -1 })
const When = Type.String({ pattern: '^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d(:\\d\\d(\\.\\d+)?)?(Z|[+-]\\d\\d:?\\d\\d)$' })
const Comment = Type.Optional(Text)

const Pair = Part({ name: Text, value: Text, comment: Comment })

const Cookie = Part({
  name: Text,
  value: Text,
  path: Type.Optional(Text),
  domain: Type.Optional(Text),
  expires: Type.Optional(Type.Union([Text, Type.Null()])),
  httpOnly: Type.Optional(Type.Boolean()),
  secure: Type.Optional(Type.Boolean()),
  comment: Comment,
})

const PostData = Part({
  mimeType: Text,
  params: Type.Optional(
    Type.Array(
      Part({
        name: Text,
        value: Type.Optional(Text),
        fileName: Type.Optional(Text),
        contentType: Type.Optional(Text),
        comment: Comment,
      }),
    ),
  ),
  text: Type.Optional(Text),
  comment: Comment,
})

const Request = Part({
  method: Text,
  url: Text,
  httpVersion: Text,
  cookies: Type.Array(Cookie),
  headers: Type.Array(Pair),
  queryString: Type.Array(Pair),
  postData: Type.Optional(PostData),
  headersSize: Count,
  bodySize: Count,
  comment: Comment,
})

const Response = Part({
  status: Type.Integer({ minimum: 0, maximum: 999 }),
  statusText: Text,
  httpVersion: Text,
  cookies: Type.Array(Cookie),
  headers: Type.Array(Pair),
  content: Part({
    size: Count,
    compression: Type.Optional(Type.Number()),
    mimeType: Text,
    text: Type.Optional(Text),
    encoding: Type.Optional(Text),
    comment: Comment,
  }),
  redirectURL: Text,
  headersSize: Count,
  bodySize: Count,
  comment: Comment,
})

export const HarEntry = Part({
  pageref: Type.Optional(Text),
  startedDateTime: When,
  time: Type.Number({ minimum: 0 }),
  request: Request,
  response: Response,
  cache: Type.Object({}),
  timings: Part({
    blocked: Type.Optional(Count),
    dns: Type.Optional(Count),
    connect: Type.Optional(Count),
    send: Count,
    wait: Count,
    receive: Count,
    ssl: Type.Optional(Count),
    comment: Comment,
  }),
  serverIPAddress: Type.Optional(Text),
  connection: Type.Optional(Text),
  comment: Comment,
})
export type HarEntry = Static<typeof HarEntry>

const Program = Part({ name: Text, version: Text, comment: Comment })

/** An HTTP Archive as HAR 1.2 describes it, as we write it. */
export const Har = Part({
  log: Part({
    version: Text,
    creator: Program,
    browser: Type.Optional(Program),
    pages: Type.Optional(
      Type.Array(
        Part({
          startedDateTime: When,
          id: Text,
          title: Text,
          pageTimings: Part({
            onContentLoad: Type.Optional(Count),
            onLoad: Type.Optional(Count),
            comment: Comment,
          }),
          comment: Comment,
        }),
      ),
    ),
    entries: Type.Array(HarEntry),
    comment: Comment,
  }),
})
export type Har = Static<typeof Har>
