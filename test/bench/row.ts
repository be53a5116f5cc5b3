/** One measured row: ours beside what it is compared with, in the same run. */
export interface Row {
  what: string
  ours: string
  peer: string
  /** Ours divided by the peer's; undefined where the aim is a number of its own. */
  ratio: number | undefined
  /** Empty for none. */
  aim: string
  reached: boolean
}

/** A row whose aim is at most `aim` times the peer's cost. */
export function against(
  what: string,
  unit: string,
  ours: number,
  peer: [name: string, cost: number],
  aim: number,
): Row {
  const ratio = ours / peer[1]
  return {
    what,
    ours: `${round(ours)} ${unit}`,
    peer: `${peer[0]} ${round(peer[1])} ${unit}`,
    ratio,
    aim: `≤ ${aim} ×`,
    reached: ratio <= aim,
  }
}

/** A row whose aim is a number. */
export const below = (what: string, unit: string, ours: number, aim: number): Row => ({
  what,
  ours: `${round(ours)} ${unit}`,
  peer: '',
  ratio: undefined,
  aim: `< ${aim} ${unit}`,
  reached: ours < aim,
})

/** A row that has no aim, for orientation. */
export const beside = (what: string, unit: string, ours: number, peer: [name: string, cost: number]): Row => ({
  ...against(what, unit, ours, peer, Number.POSITIVE_INFINITY),
  aim: '',
})

const round = (value: number) => (value >= 100 ? Math.round(value) : Number(value.toPrecision(2)))

export function print(rows: readonly Row[]): void {
  const cells = rows.map(({ what, ours, peer, ratio, aim, reached }) => {
    const verdict = aim === '' ? '' : reached ? 'reached' : 'missed'
    return [what, ours, peer, ratio === undefined ? '' : ratio.toFixed(2), aim, verdict]
  })
  const table = [['what', 'ours', 'peer', 'ratio', 'aim', ''], ...cells]
  const widths = table[0]?.map((_, column) => Math.max(...table.map((row) => row[column]?.length ?? 0))) ?? []
  for (const row of table)
    console.log(
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN
}
