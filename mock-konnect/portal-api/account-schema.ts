import Type from 'typebox'
import { closed, Uuid } from '../problems/common-schemas.ts'

const Email = Type.String({ format: 'email', maxLength: 250 })
const Password = Type.String({ minLength: 8, maxLength: 250 })

/** Bodies of the developer account calls (`konnect.md` 9.2). */
export const SignUp = closed({ email: Email, full_name: Type.String({ minLength: 1, maxLength: 256 }) })
export const TokenOnly = closed({ token: Uuid })
export const NewPassword = closed({ token: Uuid, password: Password })
export const EmailOnly = closed({ email: Email })
export const SignIn = closed({ username: Type.String(), password: Type.String() })

export const VerifiedEmail = Type.Object({ email: Type.String(), token: Type.String() })
export const Me = Type.Object({
  id: Type.String(),
  email: Type.String(),
  full_name: Type.String(),
  created_at: Type.String(),
  updated_at: Type.String(),
})
