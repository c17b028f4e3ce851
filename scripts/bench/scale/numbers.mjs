/** 1,234,567: for tables. */
export function whole(value) {
  const [digits, fraction] = String(value).split('.')
  const grouped = digits.replaceAll(/\B(?=(\d{3})+$)/g, ',')
  return fraction === undefined ? grouped : `${grouped}.${fraction}`
}

/** 1.2M, 50k, 0.1: for axes. */
export function short(value) {
  for (const [unit, size] of [
    ['M', 1e6],
    ['k', 1e3]
  ]) {
    if (Math.abs(value) >= size) return `${Number((value / size).toPrecision(3))}${unit}`
  }
  return String(Number(value.toPrecision(3)))
}
