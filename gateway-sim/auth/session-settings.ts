import type { OpenIdConnectConfig } from './openid-connect-config.ts'

/** A cookie as a strategy configures it: its name, and its attributes in the order of lua-resty-session (gateway.md 4). */
export interface CookieSettings {
  cookie: string
  attributes: string
}

/** The session part of a strategy (gateway.md 4). */
export interface SessionSettings extends CookieSettings {
  secret: string | undefined
  audience: string
  disabled: readonly string[]
  reverify: boolean
  /** Whether a refresh token in the session gets a new access token when the old one is over. */
  refreshes: boolean
  /** Seconds; 0 switches the limit off. */
  idling: number
  rolling: number
  absolute: number
  logout: LogoutSettings
}

/** What ends a session on request (gateway.md 4). Nothing does unless one of the three is set. */
export interface LogoutSettings {
  queryArgument: string | undefined
  postArgument: string | undefined
  uriSuffix: string | undefined
  methods: readonly string[]
  redirectUri: string | undefined
  revokesAccessToken: boolean
  revokesRefreshToken: boolean
}

/** The session part of a configuration, with its defaults. */
export function sessionSettingsOf(config: OpenIdConnectConfig): SessionSettings {
  return {
    secret: config.session_secret ?? undefined,
    audience: config.session_audience ?? 'default',
    disabled: config.disable_session ?? [],
    reverify: config.reverify ?? false,
    refreshes: config.refresh_tokens ?? true,
    cookie: config.session_cookie_name ?? 'session',
    attributes: attributesOf({
      domain: config.session_cookie_domain,
      path: config.session_cookie_path,
      sameSite: config.session_cookie_same_site,
      secure: config.session_cookie_secure,
      httpOnly: config.session_cookie_http_only,
    }),
    idling: config.session_idling_timeout ?? 900,
    rolling: config.session_rolling_timeout ?? 3600,
    absolute: config.session_absolute_timeout ?? 86_400,
    logout: logoutSettingsOf(config),
  }
}

/** The cookie that remembers a login under way. */
export const authorizationCookieOf = (config: OpenIdConnectConfig): CookieSettings & { seconds: number } => ({
  cookie: config.authorization_cookie_name ?? 'authorization',
  attributes: attributesOf({
    domain: config.authorization_cookie_domain,
    path: config.authorization_cookie_path,
    sameSite: config.authorization_cookie_same_site,
    secure: config.authorization_cookie_secure,
    httpOnly: config.authorization_cookie_http_only,
  }),
  seconds: config.authorization_rolling_timeout ?? 600,
})

interface CookieConfig {
  domain: string | null | undefined
  path: string | null | undefined
  sameSite: string | null | undefined
  secure: boolean | null | undefined
  httpOnly: boolean | null | undefined
}

/** `Default` leaves the attribute out, so that the browser decides. */
function attributesOf({ domain, path, sameSite, secure, httpOnly }: CookieConfig): string {
  return [
    ...(domain ? [`Domain=${domain}`] : []),
    `Path=${path ?? '/'}`,
    ...(sameSite === 'Default' ? [] : [`SameSite=${sameSite ?? 'Lax'}`]),
    ...(secure ? ['Secure'] : []),
    ...(httpOnly === false ? [] : ['HttpOnly']),
  ].join('; ')
}

function logoutSettingsOf(config: OpenIdConnectConfig): LogoutSettings {
  const revokes = config.logout_revoke ?? false
  return {
    queryArgument: config.logout_query_arg ?? undefined,
    postArgument: config.logout_post_arg ?? undefined,
    uriSuffix: config.logout_uri_suffix ?? undefined,
    methods: config.logout_methods ?? ['POST', 'DELETE'],
    redirectUri: config.logout_redirect_uri?.[0],
    revokesAccessToken: revokes && (config.logout_revoke_access_token ?? true),
    revokesRefreshToken: revokes && (config.logout_revoke_refresh_token ?? true),
  }
}
