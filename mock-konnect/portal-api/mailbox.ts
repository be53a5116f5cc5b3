/** A mail that was sent, with the token a developer would click on. */
export interface Mail {
  to: string
  portal_id: string
  purpose: 'verify-email' | 'reset-password'
  token: string
  sent_at: string
}

/** Where mails end up: nowhere but here, for whoever plays the developer to read. */
export interface Mailbox {
  send(mail: Mail): void
  /** Oldest first. @param to only mails to this address */
  list(to?: string): Mail[]
}

const capacity = 1000

/** A mailbox that forgets the oldest mail when it is full. */
export function memoryMailbox(): Mailbox {
  const mails: Mail[] = []
  return {
    send(mail) {
      mails.push(mail)
      if (mails.length > capacity) mails.shift()
    },
    list: (to) => mails.filter((mail) => to === undefined || mail.to.toLowerCase() === to.toLowerCase()),
  }
}
