export async function runServer(_file: string): Promise<number> {
  return 1
}
