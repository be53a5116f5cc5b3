import Type from 'typebox'
import { closed, nullable } from '../../problems/common-schemas.ts'

const Setting = closed({
  value: Type.String({ maxLength: 255 }),
  description: Type.Optional(Type.String({ maxLength: 512 })),
})
const settings = <const Names extends readonly string[]>(names: Names) =>
  closed(Object.fromEntries(names.map((name) => [name, Setting])))

/** The colours of a theme, by where they are used. */
const Theme = closed({
  colors: closed({
    section: settings(['header', 'body', 'hero', 'accent', 'tertiary', 'stroke', 'footer']),
    text: settings(['header', 'hero', 'headings', 'primary', 'secondary', 'accent', 'link', 'footer']),
    button: settings(['primary_fill', 'primary_text']),
  }),
})

const fonts = ['Roboto', 'Inter', 'Open Sans', 'Lato', 'Slabo 27px', 'Slabo 13px', 'Oswald', 'Source Sans Pro']
const otherFonts = ['Montserrat', 'Raleway', 'PT Sans', 'Lora', 'Roboto Mono', 'Inconsolata', 'Source Code Pro']
const Font = Type.Enum([...fonts, ...otherFonts, 'PT Mono', 'Ubuntu Mono', 'IBM Plex Mono'])
const Text = Type.String({ maxLength: 512 })

/** A picture as a data URL: PNG, JPEG, GIF or an icon. */
const Image = nullable(
  closed({
    data: Type.String({
      pattern: '^data:image/(png|jpeg|gif|x-icon|ico|icon|vnd\\.microsoft\\.icon)(;base64)?,[A-Za-z0-9+/]*={0,2}$',
    }),
    filename: Type.Optional(Text),
  }),
)

/** How a classic portal looks, as it is written and as it is shown. */
export const AppearanceBody = closed({
  theme_name: Type.Optional(Type.Enum(['mint_rocket', 'dark_mode', 'custom'])),
  custom_theme: Type.Optional(nullable(Theme)),
  custom_fonts: Type.Optional(nullable(closed({ base: Font, code: Font, headings: Font }))),
  use_custom_fonts: Type.Optional(Type.Boolean()),
  text: Type.Optional(nullable(closed({ catalog: closed({ welcome_message: Text, primary_header: Text }) }))),
  images: Type.Optional(
    nullable(
      closed({ logo: Type.Optional(Image), favicon: Type.Optional(Image), catalog_cover: Type.Optional(Image) }),
    ),
  ),
})

const open = Type.Unsafe<object | null>({})

/** How a classic portal looks, in an answer. */
export const ShownAppearance = Type.Object({
  theme_name: Type.String(),
  custom_theme: open,
  custom_fonts: open,
  use_custom_fonts: Type.Boolean(),
  text: open,
  images: open,
})
