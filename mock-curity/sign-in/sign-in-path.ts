/** Under which the sign-in of one authorization request is served; ours, below the product's authentication profile. */
export const signInPath = '/authn/authentication'
