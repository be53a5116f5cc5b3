/** Of a configuration of mock-curity: who registers needs no token, so that a registration is measured alone. */
export const registrationByAnybody = {
  profiles: {
    profile: [
      {
        id: 'token-service',
        settings: {
          'authorization-server': {
            'dynamic-client-registration': {
              'non-templatized': { 'authenticate-client-by': [], 'no-authentication': {} },
            },
          },
        },
      },
    ],
  },
}
