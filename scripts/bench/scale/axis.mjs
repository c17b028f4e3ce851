const STEPS_WANTED = 5

/** An axis for values: `part` says where a value is, from 0 to 1; `ticks` are where its lines are. */
export function axisOf(values, { log = false } = {}) {
  return log ? logAxis(values) : linearAxis(values)
}

function linearAxis(values) {
  const top = Math.max(...values)
  const step = niceStep((top === 0 ? 1 : top) / STEPS_WANTED)
  const count = Math.max(1, Math.ceil(top / step - 1e-9))
  const end = count * step
  // Multiplied, not added up: 0.1 three times would be 0.30000000000000004.
  const ticks = Array.from({ length: count + 1 }, (_, index) => Number((index * step).toPrecision(6)))
  return { ticks, part: (value) => value / end }
}

/** 1, 2 or 5 times a power of ten, and not less than `least`. */
function niceStep(least) {
  const power = 10 ** Math.floor(Math.log10(least))
  return [1, 2, 5, 10].find((factor) => factor * power >= least * (1 - 1e-9)) * power
}

/** From the 1, 2 or 5 times a power of ten below the least value to the one above the greatest. */
function logAxis(values) {
  const marks = []
  const lowest = Math.floor(Math.log10(Math.min(...values)))
  const highest = Math.ceil(Math.log10(Math.max(...values)))
  for (let power = lowest; power <= highest; power++) {
    for (const factor of [1, 2, 5]) marks.push(Number((factor * 10 ** power).toPrecision(1)))
  }
  const first = marks.findLast((mark) => mark <= Math.min(...values)) ?? marks[0]
  const last = marks.find((mark) => mark >= Math.max(...values) && mark > first) ?? marks.at(-1)
  const inside = marks.filter((mark) => mark >= first && mark <= last)
  const decades = inside.filter((mark) => Number.isInteger(Math.log10(mark)))
  const span = Math.log10(last / first)
  return {
    ticks: decades.length >= 3 ? decades : inside,
    part: (value) => Math.log10(value / first) / span
  }
}
