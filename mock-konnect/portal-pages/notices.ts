/** What a page says of what was just done, by the parameter `done` of its address. */
export const notices: ReadonlyMap<string, string> = new Map([
  ['password-set', 'Your password is set. Sign in with it.'],
  ['signed-out', 'You are signed out.'],
  ['updated', 'The application is updated.'],
  ['deleted', 'The application is deleted.'],
  ['registered', 'Registered: the application may use this API.'],
  ['under-review', 'Registration Under Review'],
  ['unregistered', 'The application is no longer registered.'],
  ['credential-deleted', 'The credential works no longer.'],
])
